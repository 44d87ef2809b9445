"""Values of an enum in the blueprint's text: where they stand, and what they say that they were."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plano.language.fieldtypes import Enum, FieldType, ListOf, MapOf
from plano.language.grammar import parse_field, parse_type
from plano.language.places import Path
from plano.renaming.source import Change, Source

_LIST = re.compile(r"\benum\s*\(([^)]*)\)")


def values_of(source: Source, field: Path) -> tuple[str, ...]:
    """The values of the field at a path, also where it holds a list or a map of them; none where it is no enum."""
    kind = _type(source, field)
    while isinstance(kind, ListOf | MapOf):
        kind = kind.item
    return kind.values if isinstance(kind, Enum) else ()


def is_plain(source: Source, field: Path) -> bool:
    """Whether the field is one value of the enum, and no list or map of them."""
    return isinstance(_type(source, field), Enum)


def value_references(source: Source, field: Path, old: str, new: str) -> Iterator[Change]:
    """The value in the field's type, in its default, and in what environments set it to."""
    short = not isinstance(source.at(field), dict)
    start, end = source.place(field if short else (*field, "type"))
    found = _LIST.search(source.text, start, end)
    if found is not None:
        word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
        yield from (Change(*each.span(), new) for each in word.finditer(source.text, *found.span(1)))
    default = (*field, "default")
    if short and found is not None:
        given = re.compile(rf"=\s*({re.escape(old)})(?!\w)").search(source.text, found.end(), end)
        if given is not None:
            yield Change(*given.span(1), new)
    elif not short and source.at(default) == old:
        yield source.name(source.place(default), new)
    if field[2:3] == ("config",):
        for environment in source.keys(("environments",)):
            path = ("environments", environment, *field)
            if source.at(path) == old:
                yield source.name(source.place(path), new)


def _type(source: Source, field: Path) -> FieldType | None:
    value = source.at(field)
    if isinstance(value, str):
        return parse_field(value).type
    written = value.get("type") if isinstance(value, dict) else None
    return parse_type(written) if isinstance(written, str) else None
