"""listed-twice: one name stands twice in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.platform.model import Access
from plano.rules.findings import error

CODE = "listed-twice"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Lists of names hold each once: what is meant by the second nobody can say."""
    for path, names in _lists(blueprint):
        if len(names) < 2 or len(names) == len(set(names)):
            continue
        for at, name in enumerate(names):
            first = names.index(name)
            if first != at:
                key = next(step for step in reversed(path) if isinstance(step, str))
                said = name if isinstance(name, str) else ", ".join(name)
                yield error(
                    CODE, f"{said!r} stands twice in {key!r}", places.value((*path, at)), "", "remove one of them",
                    (Related("the first is here", places.value((*path, first))),),
                    f"{str(path[0]).removesuffix('s')} {path[1]}",
                )  # fmt: skip


def _words(access: tuple[Access, ...] | None) -> tuple[str, ...]:
    return tuple(each.kind if each.role is None else f"role({each.role})" for each in access or ())


def _lists(blueprint: Blueprint) -> Iterator[tuple[Path, Sequence[str | tuple[str, ...]]]]:
    yield ("platform", "languages"), blueprint.platform.languages
    for name, host in blueprint.hosts.items():
        yield ("hosts", name, "roles"), host.roles
    for name, service in blueprint.services.items():
        at: Path = ("services", name)
        yield (*at, "roles"), service.roles
        yield (*at, "publishes"), service.publishes
        yield (*at, "calls"), service.calls
        yield (*at, "access"), _words(service.access)
        for operation_name, operation in service.operations.items():
            yield (*at, "operations", operation_name, "access"), _words(operation.access)
        for exposed, verbs in service.expose.items():
            for verb, access in verbs.items():
                if access is not None and len(access) > 1:
                    yield (*at, "expose", exposed, verb), _words(access)
        for entity_name, entity in service.entities.items():
            inside: Path = (*at, "entities", entity_name)
            yield (*inside, "unique"), entity.unique
            yield (*inside, "index"), entity.index
            for key, lists in (("unique", entity.unique), ("index", entity.index)):
                for row, fields in enumerate(lists):
                    yield (*inside, key, row), fields
