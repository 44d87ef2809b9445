"""call-to-nothing: a called service has nothing to call."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error, in_service

CODE = "call-to-nothing"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """`calls` names externals, containers, and fastapi services with endpoints."""
    for name, service in blueprint.services.items():
        for at, called in enumerate(service.calls):
            other = blueprint.services.get(called)
            if other is None or other.kind in ("external", "container"):
                continue
            if other.kind == "vue":
                why = "a vue service is pages for browsers"
            elif other.expose or other.operations or other.issuer:
                continue
            else:
                why = "it exposes nothing and has no operations"
            yield error(
                CODE, f"service {name!r} calls {called!r}, which has no endpoints",
                places.value(("services", name, "calls", at)), why, "remove the call, or give the other an endpoint",
                in_service(name, places), f"service {name}",
            )  # fmt: skip
