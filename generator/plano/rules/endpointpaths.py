"""Where the endpoints of a resolved service stand in the blueprint."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Span
from plano.language.places import Places
from plano.platform.issuer import issuer_endpoints
from plano.platform.model import Endpoint, Service


def endpoints(service: Service, places: Places) -> Iterator[tuple[Endpoint, Span]]:
    """Every endpoint of a service, the issuer's own included, with the key from which it follows."""
    yield from declared_endpoints(service, places)
    for endpoint in issuer_endpoints(service):
        yield endpoint, places.key(("services", service.name, "issuer"))


def declared_endpoints(service: Service, places: Places) -> Iterator[tuple[Endpoint, Span]]:
    """What `expose` and `operations` say, with their keys; for these code is generated."""
    for endpoint in service.endpoints:
        if endpoint.verb is not None and endpoint.entity is not None:
            path = ("services", service.name, "expose", endpoint.entity, endpoint.verb)
            yield endpoint, places.key(path if places.has(path) else path[:-1])
        else:
            yield endpoint, places.key(("services", service.name, "operations", endpoint.name))
