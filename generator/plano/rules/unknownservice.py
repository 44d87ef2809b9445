"""unknown-service: a call, a route, an override or an alert names a service that is not declared."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Span
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import in_service, unknown

CODE = "unknown-service"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Every service that is named must stand under `services`."""
    known = [(service, ("services", service)) for service in blueprint.services]

    def missing(name: str, message: str, span: Span, subject: str, caller: str | None = None) -> Diagnostic:
        related = () if caller is None else in_service(caller, places)
        return unknown(
            CODE, message, span, "no service has this name", name, known, places,
            otherwise=f"declare it: 'services: {{{name}: {{kind: …}}}}'", related=related, subject=subject,
        )  # fmt: skip

    for name, service in blueprint.services.items():
        for at, called in enumerate(service.calls):
            if called not in blueprint.services:
                span = places.value(("services", name, "calls", at))
                said = f"service {name!r} calls a service that does not exist"
                yield missing(called, said, span, f"service {name}", name)
    for path, route in blueprint.routes.items():
        if route.service not in blueprint.services:
            span = places.value(("routes", path, "service"))
            yield missing(
                route.service, f"the route {path!r} leads to a service that does not exist", span, f"route {path}"
            )
    for environment, options in blueprint.environments.items():
        for called in options.services:
            if called not in blueprint.services:
                span = places.key(("environments", environment, "services", called))
                said = f"environment {environment!r} changes a service that does not exist"
                yield missing(called, said, span, f"environment {environment}")
    through = blueprint.alerts.through if blueprint.alerts else None
    if through is not None and through not in blueprint.services:
        span = places.value(("alerts", "through"))
        yield missing(through, "alerts are sent through a service that does not exist", span, "alerts")
