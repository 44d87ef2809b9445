"""reserved-name: a name that Plano gives itself."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Span
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "reserved-name"
JOBS = ("create-admin", "prune")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """The environment `local`, the role `admin`, the jobs `create-admin` and `prune`."""

    def reserved(what: str, name: str, span: Span, why: str, subject: str) -> Diagnostic:
        return error(CODE, f"the {what} {name!r} is reserved", span, "", why, subject=subject)

    if "local" in blueprint.environments:
        span = places.key(("environments", "local"))
        why = "it is what runs on a developer's machine: choose another name"
        yield reserved("environment", "local", span, why, "environment local")
    for name, service in blueprint.services.items():
        if "admin" in service.roles:
            span = places.value(("services", name, "roles", service.roles.index("admin")))
            yield reserved("role", "admin", span, "it always exists: remove it from the list", f"service {name}")
        for job in JOBS:
            if job in service.schedule:
                span = places.key(("services", name, "schedule", job))
                yield reserved(
                    "job", job, span, "every service brings it already: choose another name", f"service {name}"
                )
