"""What has to hold before anything is started here: names that fit, free ports, nobody else in this place."""

from __future__ import annotations

from pathlib import Path

from plano.local import state
from plano.local.errors import LocalError
from plano.local.ports import Ports
from plano.platform.environments import local_environment
from plano.platform.model import Environment, Platform

_LONGEST_IDENTIFIER = 63
"""PostgreSQL cuts off the rest of a longer name, and says so to nobody."""


def environment_of(platform: Platform, name: str) -> Environment:
    """The environment `name` on this machine. LocalError where names derived from it get too long."""
    found = local_environment(platform, name)
    for each in found.deployments:
        if len(each.owner_role) > _LONGEST_IDENTIFIER:
            raise LocalError(f"--env '{name}' is too long: the role {each.owner_role} has over 63 characters")
    return found


def take_gateway(ports: Ports, port: int) -> None:
    """Take the gateway's port. LocalError where somebody has it."""
    if ports.take(port) != port:
        raise LocalError(f"port {port} is taken on this machine: --port names another")


def check_broker(root: Path, environment: str, address: str) -> None:
    """LocalError where another environment that runs uses this broker: each has topics of the same names."""
    for other in state.others_alive(root, environment):
        if other.kafka == address:
            raise LocalError(
                f"the environment '{other.environment}' uses the broker at {address}: events of one would reach "
                "the other; name another, or none"
            )
