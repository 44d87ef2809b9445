"""A release, and the path of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plano.platform.model import Environment, Platform, Service

FOLDER = "releases"
COMMIT = re.compile(r"[0-9a-f]{40}")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
SHORT = 12
"""Characters of a commit or digest that a person is shown."""


@dataclass(frozen=True, slots=True)
class Release:
    """What runs: the chart and values at `commit` (40 hexadecimal digits), and the image of that `digest`."""

    commit: str
    digest: str


def path_of(environment: str, service: str) -> str:
    """Where the release of a service in an environment stands, relative to the root."""
    return f"{FOLDER}/{environment}/{service}.yaml"


def values_of(environment: str, service: str) -> str:
    """Where the values of a service in an environment stand, without which a release cannot be rendered."""
    return f"generated/values/{environment}/{service}.yaml"


def released(platform: Platform) -> tuple[Service, ...]:
    """The services that can have a release: all that run here."""
    return tuple(service for service in platform.services if service.kind != "external")


def places(platform: Platform) -> dict[str, tuple[Environment, Service]]:
    """Every path at which a release may stand."""
    return {
        path_of(environment.name, service.name): (environment, service)
        for environment in platform.environments
        for service in released(platform)
    }
