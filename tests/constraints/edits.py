"""Blueprints as plain data, and edits that leave what they were given as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from plano.language.places import Path
from plano.language.scalars import Value

Data: TypeAlias = dict[str, Value]


def at(data: Value, *path: str | int) -> Value:
    """What stands at `path`; None where nothing does."""
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def map_at(data: Value, *path: str | int) -> Data:
    """The map at `path`; an empty one where there is none."""
    found = at(data, *path)
    return found if isinstance(found, dict) else {}


def list_at(data: Value, *path: str | int) -> list[Value]:
    """The list at `path`; an empty one where there is none."""
    found = at(data, *path)
    return found if isinstance(found, list) else []


def text_at(data: Value, *path: str | int) -> str:
    """The text at `path`; an empty one where there is none."""
    found = at(data, *path)
    return found if isinstance(found, str) else ""


def put(data: Data, path: Path, value: Value) -> Data:
    """A copy with `value` at `path`; maps on the way are made where they are missing."""
    changed = _put(data, path, value)
    assert isinstance(changed, dict)
    return changed


def _put(data: Value, path: Path, value: Value) -> Value:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        assert isinstance(data, list)
        assert step < len(data)
        return [_put(item, rest, value) if number == step else item for number, item in enumerate(data)]
    inside: Data = data if isinstance(data, dict) else {}
    return {**inside, step: _put(inside.get(step), rest, value)}


def put_first(data: Data, path: Path, value: Value) -> Data:
    """A copy with a new key, before all others of its map."""
    key = path[-1]
    assert isinstance(key, str)
    return put(data, path[:-1], {key: value} | map_at(data, *path[:-1]))


def append(data: Data, path: Path, value: Value) -> tuple[Data, Path]:
    """A copy with one item more in the list at `path`, and the path of that item."""
    items = list_at(data, *path)
    return put(data, path, [*items, value]), (*path, len(items))


def remove(data: Data, path: Path) -> Data:
    """A copy without what stands at `path`."""
    parent, last = at(data, *path[:-1]), path[-1]
    if isinstance(parent, dict):
        return put(data, path[:-1], {key: value for key, value in parent.items() if key != last})
    assert isinstance(parent, list)
    return put(data, path[:-1], [item for number, item in enumerate(parent) if number != last])


def rename(data: Data, path: Path, key: str) -> Data:
    """A copy whose key at `path` has another name, at the same place of its map."""
    inside = map_at(data, *path[:-1])
    return put(data, path[:-1], {key if name == path[-1] else name: value for name, value in inside.items()})


def paths(data: Value, path: Path = ()) -> Iterator[Path]:
    """The path of each value, from the outside in."""
    if path:
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from paths(value, (*path, number))


def services(data: Data, kind: str = "") -> Iterator[tuple[str, Data]]:
    """The services of a kind, or all."""
    for name in map_at(data, "services"):
        body = map_at(data, "services", name)
        if kind in ("", body.get("kind")):
            yield name, body


def entities(data: Data) -> Iterator[tuple[str, Path, Data]]:
    """Each entity: its service, its path, and what it says."""
    for name, body in services(data):
        for entity in map_at(body, "entities"):
            yield name, ("services", name, "entities", entity), map_at(body, "entities", entity)


def operations(data: Data) -> Iterator[tuple[Path, Data]]:
    """Each operation: its path, and what it says."""
    for name, body in services(data):
        for operation in map_at(body, "operations"):
            yield ("services", name, "operations", operation), map_at(body, "operations", operation)


def field_maps(data: Data) -> Iterator[tuple[str, Path]]:
    """Each map of fields: of what it is, and its path."""
    for name in map_at(data, "types"):
        yield "type", ("types", name)
    for name in map_at(data, "topics"):
        yield "topic", ("topics", name, "fields")
    for _, path, _ in entities(data):
        yield "entity", (*path, "fields")
    for path, body in operations(data):
        for role in ("query", "request", "response"):
            if isinstance(body.get(role), dict):
                yield role, (*path, role)
    for name, body in services(data):
        if body.get("config"):
            yield "config", ("services", name, "config")


def issuer(data: Data) -> str:
    """The service that issues tokens; an empty text where none does."""
    return next((name for name, body in services(data) if body.get("issuer")), "")


def account(data: Data) -> Path | None:
    """The path of the entity that is the account."""
    return next(
        (path for name, path, body in entities(data) if name == issuer(data) and body.get("owner") == "id"), None
    )
