"""Roles in the blueprint's text: who gives them, and every access that asks for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plano.language.places import Path
from plano.renaming.source import Change, Source

ADMIN: Final = "admin"


def issuer_of(source: Source) -> Path:
    """Where the service that gives the roles stands; a path to nothing where the platform has none."""
    services = source.keys(("services",))
    return ("services", next((each for each in services if source.at(("services", each, "issuer")) is True), ""))


def roles_of(source: Source, path: Path) -> list[str]:
    """The roles of the list at a path; none where there is no list."""
    found = source.at(path)
    return [str(each) for each in found] if isinstance(found, list) else []


def role_references(source: Source, path: Path, new: str) -> Iterator[Change]:
    """The role at `path` in its list, and every `role(…)` that names it."""
    old = str(path[-1])
    for number, role in enumerate(roles_of(source, path[:-1])):
        if role == old:
            yield source.name(source.place((*path[:-1], number)), new)
    asked = re.compile(rf"\brole\(\s*({re.escape(old)})\s*\)")
    for place in _accesses(source):
        found = asked.search(source.text, *source.place(place))
        if found is not None:
            yield Change(*found.span(1), new)


def _accesses(source: Source) -> Iterator[Path]:
    """Every text that says who may call: of a service, of a verb, of an operation."""
    for service in source.keys(("services",)):
        base: Path = ("services", service)
        yield from _texts(source, (*base, "access"))
        for entity in source.keys((*base, "expose")):
            for verb in source.keys((*base, "expose", entity)):
                yield from _texts(source, (*base, "expose", entity, verb))
        for operation in source.keys((*base, "operations")):
            yield from _texts(source, (*base, "operations", operation, "access"))


def _texts(source: Source, path: Path) -> Iterator[Path]:
    value = source.at(path)
    if isinstance(value, str):
        yield path
    elif isinstance(value, list):
        yield from ((*path, number) for number in range(len(value)))
