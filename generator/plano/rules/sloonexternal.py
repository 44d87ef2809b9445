"""slo-on-external: a promise that others would have to keep."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "slo-on-external"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A route with an `slo` leads to a service that runs here: nothing measures an external from inside."""
    for path, route in blueprint.routes.items():
        service = blueprint.services.get(route.service)
        if route.slo is not None and service is not None and service.kind == "external":
            yield error(
                CODE, f"the route {path!r} promises for {route.service!r}, which runs elsewhere",
                places.key(("routes", path, "slo")), "nobody here can keep this", "remove 'slo' from the route",
                (Related("external", places.value(("services", route.service, "kind"))),), f"route {path}",
            )  # fmt: skip
