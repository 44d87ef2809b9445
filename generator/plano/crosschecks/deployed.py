"""Which service runs where, as the values files say: `generated/values/<environment>/<service>.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plano.crosschecks.documents import VALUES, Documents
from plano.crosschecks.nodes import Node
from plano.platform.model import Environment, Platform, Service

CHARTED = ("fastapi", "container")
"""Kinds that always have values, where any service has."""
API_PORT = 8000
MANAGEMENT_PORT = 9000
"""The kit's two ports: systems of the design, "Entrypoints"."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A service in an environment, with its values; `beside` are all values of that environment by service."""

    environment: Environment
    service: Service
    values: Node
    beside: Mapping[str, Node]

    @property
    def folder(self) -> str:
        """Where the values of this environment stand."""
        return f"{VALUES}{self.environment.name}"


def deployed(documents: Documents, platform: Platform) -> Iterator[Deployed]:
    """Every service with a values file, in each environment's order."""
    services = {each.name: each for each in platform.services}
    for environment in platform.environments:
        beside = values_of(documents, environment)
        for name, node in beside.items():
            if name in services:
                yield Deployed(environment, services[name], node, beside)


def values_of(documents: Documents, environment: Environment) -> dict[str, Node]:
    """The values files of an environment by their service's name."""
    prefix = f"{VALUES}{environment.name}/"
    found = {path: documents.one(path) for path in documents.data() if path.startswith(prefix)}
    return {path[len(prefix) :].removesuffix(".yaml"): node for path, node in found.items() if node is not None}


def port_of(service: Service) -> int:
    """The port at which a service of ours answers."""
    return API_PORT if service.kind == "fastapi" else service.port


def named(platform: Platform, system: str) -> bool:
    """Whether the blueprint names a system."""
    return any(each.name == system for each in platform.systems)
