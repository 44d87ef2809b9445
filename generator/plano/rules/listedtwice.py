"""listed-twice: one name stands twice in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "listed-twice"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Lists of names hold each once: what is meant by the second nobody can say."""
    for path, names in _lists(blueprint):
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


def _lists(blueprint: Blueprint) -> Iterator[tuple[Path, Sequence[str | tuple[str, ...]]]]:
    yield ("platform", "languages"), blueprint.platform.languages
    for name, host in blueprint.hosts.items():
        yield ("hosts", name, "roles"), host.roles
    for name, service in blueprint.services.items():
        at: Path = ("services", name)
        yield (*at, "roles"), service.roles
        yield (*at, "publishes"), service.publishes
        yield (*at, "calls"), service.calls
        for entity_name, entity in service.entities.items():
            inside: Path = (*at, "entities", entity_name)
            yield (*inside, "unique"), entity.unique
            yield (*inside, "index"), entity.index
            for key, lists in (("unique", entity.unique), ("index", entity.index)):
                for row, fields in enumerate(lists):
                    yield (*inside, key, row), fields
