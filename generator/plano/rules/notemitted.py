"""not-emitted: the language knows it, and this release writes nothing for it yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plano.diagnostics.model import Diagnostic, Severity
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places

CODE = "not-emitted"
_SYSTEMS = "systems"


def not_emitted(
    blueprint: Blueprint,
    places: Places,
    emitted_kinds: frozenset[str],
    emitted_systems: frozenset[str],
    partly_emitted: Mapping[str, str],
) -> tuple[Diagnostic, ...]:
    """One note at each kind of service, each system and each other key for which something is not written.

    `emitted_kinds` and `emitted_systems` are those that have an emitter. `partly_emitted` maps keys, such as `backups`,
    `systems.jenkins` and `routes.*.slo`, to what is not written. An external runs elsewhere, so there is nothing to
    write for it.
    """
    found: list[Diagnostic] = []
    for name in blueprint.systems.named():
        if name not in emitted_systems:
            part = partly_emitted.get(f"{_SYSTEMS}.{name}")
            what = f"{part} is not generated" if part else "nothing is generated"
            said = f"{what} for the system {name!r} yet"
            found.append(_note(said, places, (_SYSTEMS, name), "", f"system {name}"))
    for name, service in blueprint.services.items():
        if service.kind not in emitted_kinds | {"external"}:
            said = f"nothing is generated for services of kind {service.kind!r} yet"
            found.append(_note(said, places, ("services", name, "kind"), f"{name!r} is one", f"service {name}"))
    found += _of_keys(blueprint, places, partly_emitted)
    return tuple(sorted(found, key=lambda note: (note.span is not None, note.span)))


def _of_keys(blueprint: Blueprint, places: Places, partly_emitted: Mapping[str, str]) -> Iterator[Diagnostic]:
    for pattern, what in partly_emitted.items():
        steps = pattern.split(".")
        if steps[0] != _SYSTEMS:
            for path in _paths(blueprint, steps):
                if places.has(path):
                    yield _note(f"{what} is not generated from {path[-1]!r} yet", places, path, "", _subject(path))


def _paths(value: object, steps: Sequence[str], path: Path = ()) -> Iterator[Path]:
    """The paths of a value of the models that a pattern means; `*` is every name of a map."""
    if not steps:
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, steps[1:], (*path, name))
    else:
        yield from _paths(getattr(value, steps[0]), steps[1:], (*path, steps[0]))


def _subject(path: Path) -> str:
    """`route /api/orders` of a route's key, the key itself elsewhere."""
    if len(path) < 3:
        return str(path[-1])
    return f"{str(path[0]).removesuffix('s')} {path[1]}"


def _note(said: str, places: Places, path: Path, label: str, subject: str) -> Diagnostic:
    return Diagnostic(CODE, Severity.NOTE, said, places.key(path), label, subject=subject)
