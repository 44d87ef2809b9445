"""The mappings that a blueprint has, each with the places where it stands, as the reference page shows them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Node = Mapping[str, object]

SERVICE_KEYS = "ServiceKeys"
_PLACEHOLDERS = {"topic name": "topic", "public path": "path", "percentile": "percentile"}


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping: its keys and where it stands. Mappings with equal keys share a section.

    `places` are paths from the top, in the order of a blueprint; the top itself is the empty path.
    `definitions` are the names that the schema has for it, each with its title.
    """

    title: str
    places: tuple[str, ...]
    level: int
    definitions: Mapping[str, str]
    description: str
    keys: Mapping[str, Node]
    required: frozenset[str]


def sections(schema: Node) -> list[Section]:
    """All mappings of `schema`, outer ones first, in the order in which a blueprint has them.

    What an environment overrides has its section where it is first said.
    """
    definitions = _object(schema.get("$defs"))
    found: dict[str, list[tuple[str, int]]] = {}
    _walk(schema, "", 2, definitions, found)
    grouped: dict[str, list[str]] = {}
    for name in found:
        keys = json.dumps(_keys(_object(definitions[name]), definitions), sort_keys=True)
        grouped.setdefault(keys, []).append(name)
    order = list(_keys(schema, definitions))
    each = [_section(names, found, definitions) for names in grouped.values()]
    top = Section("", ("",), 2, {}, "", _keys(schema, definitions), _required(schema))
    return [top, *sorted(each, key=lambda section: order.index(re.split(r"\W", section.places[0])[0]))]


def _section(names: list[str], found: Mapping[str, list[tuple[str, int]]], definitions: Node) -> Section:
    body = _long(_object(definitions[names[0]]))
    outer = _object(definitions[names[0]])
    places = tuple(place for name in names for place, _ in found[name])
    description = str(outer.get("description", "")) if len(names) == 1 else ""
    level = min(level for name in names for _, level in found[name])
    titles = {name: str(_object(definitions[name]).get("title", "")) for name in names}
    return Section(titles[names[0]], places, level, titles, description, _keys(outer, definitions), _required(body))


def _walk(node: Node, place: str, level: int, definitions: Node, found: dict[str, list[tuple[str, int]]]) -> None:
    """Add each mapping that stands somewhere inside the mapping `node`; one seen before is not entered again."""
    for key, inner in sorted(_keys(node, definitions).items(), key=lambda each: each[0] == "environments"):
        for name, where in _references(inner, f"{place}.{key}".removeprefix(".")):
            seen = name in found
            found.setdefault(name, []).append((where, level))
            if not seen:
                _walk(_object(definitions[name]), where, 3, definitions, found)


def _references(node: Node, place: str) -> Iterator[tuple[str, str]]:
    """The definitions that a key's value holds, each with its place."""
    reference = node.get("$ref")
    if isinstance(reference, str):
        yield reference.rpartition("/")[2], place
    for keyword in ("anyOf", "oneOf"):
        for choice in _list(node.get(keyword)):
            yield from _references(_object(choice), place)
    if "items" in node:
        yield from _references(_object(node["items"]), f"{place}[]")
    if isinstance(node.get("additionalProperties"), dict):
        title = str(_object(node.get("propertyNames")).get("title", ""))
        yield from _references(_object(node["additionalProperties"]), f"{place}.<{_PLACEHOLDERS.get(title, 'name')}>")


def _keys(node: Node, definitions: Node) -> dict[str, Node]:
    """The keys of a mapping, and `<name>` where any other is one too."""
    body = _long(node)
    if body.get("title") == "service":
        body = _object(definitions[SERVICE_KEYS])
    keys = {key: _object(each) for key, each in _object(body.get("properties")).items()}
    others = _object(body.get("additionalProperties"))
    return keys | ({"<name>": others} if others else {})


def _long(node: Node) -> Node:
    """The long form of what has a short one."""
    choices = [_object(choice) for choice in _list(node.get("anyOf"))]
    return next((choice for choice in choices if "properties" in choice), node)


def _required(node: Node) -> frozenset[str]:
    return frozenset(str(key) for key in _list(node.get("required")))


def _object(value: object) -> Node:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
