"""not-emitted: the language knows it, and this release writes nothing for it yet."""

from __future__ import annotations

from collections.abc import Mapping

from plano.diagnostics.model import Diagnostic, Severity
from plano.language.blueprint import Blueprint
from plano.language.places import Places

CODE = "not-emitted"


def not_emitted(
    blueprint: Blueprint,
    places: Places,
    emitted_kinds: frozenset[str],
    emitted_systems: frozenset[str],
    partly_emitted: Mapping[str, str],
) -> tuple[Diagnostic, ...]:
    """One note at each kind of service and each system for which nothing is written.

    `emitted_kinds` and `emitted_systems` are those that have an emitter; `partly_emitted` maps systems of which
    only something is written to what is not. An external runs elsewhere,
    so there is nothing to write for it.
    """
    found: list[Diagnostic] = []
    for name in blueprint.systems.named():
        if name not in emitted_systems:
            part = partly_emitted.get(name)
            what = f"{part} is not generated" if part else "nothing is generated"
            said = f"{what} for the system {name!r} yet"
            found.append(Diagnostic(CODE, Severity.NOTE, said, places.key(("systems", name)), subject=f"system {name}"))
    for name, service in blueprint.services.items():
        if service.kind not in emitted_kinds | {"external"}:
            said = f"nothing is generated for services of kind {service.kind!r} yet"
            span = places.key(("services", name, "kind"))
            found.append(Diagnostic(CODE, Severity.NOTE, said, span, f"{name!r} is one", subject=f"service {name}"))
    return tuple(sorted(found, key=lambda note: (note.span is not None, note.span)))
