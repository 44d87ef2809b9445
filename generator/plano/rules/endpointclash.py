"""endpoint-clash: two endpoints of one service answer the same request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related, Span
from plano.language.places import Places
from plano.platform.model import Platform, Service
from plano.rules.endpointpaths import endpoints
from plano.rules.findings import error

CODE = "endpoint-clash"
_DERIVED = (("GET", "/docs"), ("GET", "/openapi.json"))
_ARGUMENT = re.compile(r"\{[^}]*\}")


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """No two endpoints share a method and the shape of a path; `/docs` and `/openapi.json` are taken."""
    for service in platform.services:
        answered = [(endpoint.method, _shape(endpoint.path)) for endpoint, _ in endpoints(service)]
        if len({*answered, *_DERIVED}) < len(answered) + len(_DERIVED):
            yield from _of_service(service, places)


def _of_service(service: Service, places: Places) -> Iterator[Diagnostic]:
    taken: dict[tuple[str, str], tuple[str, Span]] = {}
    for endpoint, path in endpoints(service):
        span = places.key(path)
        request = (endpoint.method, _shape(endpoint.path))
        said = f"{endpoint.method} {endpoint.path}"
        first = taken.setdefault(request, (endpoint.name, span))
        if request in _DERIVED:
            yield error(CODE, f"{said} of {service.name!r} is a page that every service has", span, "",
                        "choose another path", subject=f"service {service.name}")  # fmt: skip
        elif first[0] != endpoint.name or first[1] != span:
            yield error(
                CODE, f"two endpoints of {service.name!r} answer {said}", span, f"{endpoint.name!r}",
                "give one of them another path or method", (Related(f"{first[0]!r} does too", first[1]),),
                f"service {service.name}",
            )  # fmt: skip


def _shape(path: str) -> str:
    return _ARGUMENT.sub("{}", path) if "{" in path else path
