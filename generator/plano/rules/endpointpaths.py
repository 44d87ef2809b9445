"""Where the endpoints of a resolved service stand in the blueprint."""

from __future__ import annotations

from collections.abc import Iterator

from plano.language.places import Path
from plano.platform.issuer import issuer_endpoints
from plano.platform.model import Endpoint, Service


def endpoints(service: Service) -> Iterator[tuple[Endpoint, Path]]:
    """Every endpoint of a service, the issuer's own included, with the path of the key from which it follows."""
    yield from declared_endpoints(service)
    for endpoint in issuer_endpoints(service):
        yield endpoint, ("services", service.name, "issuer")


def declared_endpoints(service: Service) -> Iterator[tuple[Endpoint, Path]]:
    """What `expose` and `operations` say, with their paths; for these code is generated."""
    for endpoint in service.endpoints:
        if endpoint.verb is not None and endpoint.entity is not None:
            yield endpoint, ("services", service.name, "expose", endpoint.entity, endpoint.verb)
        else:
            yield endpoint, ("services", service.name, "operations", endpoint.name)
