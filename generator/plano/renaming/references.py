"""Where the blueprint refers to a thing: the places that a rename changes, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from plano.language.places import Path
from plano.platform.names import snake
from plano.renaming.roles import role_references
from plano.renaming.source import Change, Source
from plano.renaming.targets import Target
from plano.renaming.values import value_references

_FIELD_MAPS = ("query", "request", "response")


def references(source: Source, target: Target) -> list[Change]:
    """The key of `target` and every reference to it, each as the change that gives it the new name."""
    if target.kind == "role":
        return list(role_references(source, target.path, target.new))
    if target.kind == "value":
        return list(value_references(source, target.path[:-1], target.old, target.new))
    changes = [source.name(source.key(target.path), target.new)]
    match target.kind:
        case "service":
            changes += _to_service(source, target)
        case "topic":
            changes += _to_topic(source, target)
        case "host":
            changes += _to_host(source, target)
        case "database":
            changes += _named(source, target, *(("services", name, "database") for name in source.keys(("services",))))
        case "type":
            changes += _to_type(source, target)
        case "entity":
            changes += _to_entity(source, target)
        case "field":
            changes += _to_field(source, target)
    return [*changes, *_accepted(source, target)]


def _named(source: Source, target: Target, *paths: Path) -> Iterator[Change]:
    """Those of the scalars at `paths` that say the old name."""
    for path in paths:
        if source.at(path) == target.old:
            yield source.name(source.place(path), target.new)


def _items(source: Source, path: Path) -> list[Path]:
    found = source.at(path)
    return [(*path, number) for number in range(len(found))] if isinstance(found, list) else []


def _keys_named(source: Source, target: Target, *parents: Path) -> Iterator[Change]:
    """Those of the mappings at `parents` that have the old name as a key."""
    for parent in parents:
        if target.old in source.keys(parent):
            yield source.name(source.key((*parent, target.old)), target.new)


def _to_service(source: Source, target: Target) -> Iterator[Change]:
    names = source.keys(("services",))
    environments = (("environments", name, "services") for name in source.keys(("environments",)))
    yield from _keys_named(source, target, *environments)
    for name in names:
        yield from _named(source, target, *_items(source, ("services", name, "calls")))
        yield from _description(source, target, ("services", name, "openapi"))
    yield from _named(source, target, *(("routes", path, "service") for path in source.keys(("routes",))))
    yield from _named(source, target, ("alerts", "through"))


def _description(source: Source, target: Target, path: Path) -> Iterator[Change]:
    """A file in the service's folder, which moves with it."""
    before, after = f"services/{snake(target.old)}/", f"services/{snake(target.new)}/"
    value = source.at(path)
    if isinstance(value, str) and value.startswith(before) and before != after:
        start, end = source.place(path)
        at = source.text.find(before, start, end)
        if at >= 0:
            yield Change(at, at + len(before), after)


def _to_topic(source: Source, target: Target) -> Iterator[Change]:
    for name in source.keys(("services",)):
        yield from _named(source, target, *_items(source, ("services", name, "publishes")))
        yield from _keys_named(source, target, ("services", name, "consumes"))


def _to_host(source: Source, target: Target) -> Iterator[Change]:
    yield from _named(source, target, *(("databases", name, "host") for name in source.keys(("databases",))))
    yield from _named(source, target, ("systems", "wireguard", "gateway", "host"))
    backups = source.at(("backups", "target"))
    if (
        isinstance(backups, str)
        and backups.startswith(f"nfs://{target.old}")
        and urlsplit(backups).hostname == target.old
    ):
        start, end = source.place(("backups", "target"))
        at = source.text.find(f"nfs://{target.old}", start, end) + len("nfs://")
        yield Change(at, at + len(target.old), target.new)


def _to_type(source: Source, target: Target) -> Iterator[Change]:
    for path in _typed(source):
        yield from source.words(source.place(path), target.old, target.new)


def _to_entity(source: Source, target: Target) -> Iterator[Change]:
    service: Path = target.path[:2]
    yield from _keys_named(source, target, (*service, "expose"))
    for name in source.keys((*service, "entities")):
        for path in _fields(source, (*service, "entities", name, "fields")):
            yield from source.words(source.place(path), target.old, target.new)
    if target.old in source.keys(("types",)):
        return  # a response of this name is the type's
    for name in source.keys((*service, "operations")):
        path = (*service, "operations", name, "response")
        if isinstance(source.at(path), str):
            yield from source.words(source.place(path), target.old, target.new)


def _to_field(source: Source, target: Target) -> Iterator[Change]:
    holder: Path = target.path[:-2]
    if target.holder == "topic":
        yield from _named(source, target, (*holder, "key"))
    if target.holder == "entity":
        yield from _named(source, target, (*holder, "owner"))
        for key in ("unique", "index"):
            for columns in _items(source, (*holder, key)):
                yield from _named(source, target, *_items(source, columns))


def _typed(source: Source) -> Iterator[Path]:
    """Every text of the blueprint that is a field's type, or names the type of a body."""
    for name in source.keys(("types",)):
        yield from (path for path in _fields(source, ("types", name)) if path[2] != "was")
    for name in source.keys(("topics",)):
        yield from _fields(source, ("topics", name, "fields"))
    for service in source.keys(("services",)):
        base: Path = ("services", service)
        for entity in source.keys((*base, "entities")):
            yield from _fields(source, (*base, "entities", entity, "fields"))
        yield from _fields(source, (*base, "config"))
        for operation in source.keys((*base, "operations")):
            for key in _FIELD_MAPS:
                path = (*base, "operations", operation, key)
                yield from [path] if isinstance(source.at(path), str) else _fields(source, path)


def _fields(source: Source, path: Path) -> Iterator[Path]:
    """Where the types of the fields in the map at `path` are written."""
    for name in source.keys(path):
        value = source.at((*path, name))
        if isinstance(value, dict):
            yield (*path, name, "type")
        elif isinstance(value, str):
            yield (*path, name)


def _accepted(source: Source, target: Target) -> Iterator[Change]:
    """Exceptions whose subject is the thing: `service orders`."""
    for path in _items(source, ("accept",)):
        subject = (*path, "subject")
        if source.at(subject) == f"{target.kind} {target.old}":
            start, end = source.place(subject)
            at = source.text.rfind(target.old, start, end)
            if at >= 0:
                yield Change(at, at + len(target.old), target.new)
