"""Where else a blueprint speaks of a thing, and which of these words can go with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.editing.sheet import Sheet
from plano.editing.subjects import Subject
from plano.language.grammar import GrammarError, parse_field, parse_type
from plano.language.places import Path
from plano.language.scalars import Value
from plano.rules.walk import ref


@dataclass(frozen=True, slots=True)
class Use:
    """A place that speaks of a subject. `entry` is what goes with it as a whole; None where a person must decide."""

    said: str
    at: Path
    entry: Path | None


def uses_of(sheet: Sheet, subject: Subject) -> tuple[Use, ...]:
    """The uses of a subject outside of itself, in the order of their places; also of what goes whole with them."""
    found = list(_uses(sheet, subject))
    for use in list(found):
        if use.entry is not None and use.entry[0] == "routes":
            found += _accepted(sheet, f"route {use.entry[1]}")
    return tuple(sorted(found, key=lambda use: sheet.entry(use.at)[0]))


def _uses(sheet: Sheet, subject: Subject) -> Iterator[Use]:
    match subject.kind:
        case "host":
            yield from _of_host(sheet, subject.name)
        case "service":
            yield from _of_service(sheet, subject.name)
        case "topic":
            yield from _of_topic(sheet, subject.name)
        case "entity":
            yield from _of_entity(sheet, subject)
        case "field":
            yield from _of_field(sheet, subject)
        case "system":
            for environment in sheet.steps(("environments",)):
                at: Path = ("environments", environment, "systems", subject.name)
                if sheet.has(at):
                    yield Use(f"environment '{environment}' changes it", at, at)
    if subject.kind not in ("entity", "field"):
        yield from _accepted(sheet, f"{subject.kind} {subject.name}")


def _of_host(sheet: Sheet, name: str) -> Iterator[Use]:
    for database in sheet.steps(("databases",)):
        at: Path = ("databases", database, "host")
        if sheet.value(at) == name:
            yield Use(f"the database server '{database}' is on it", at, None)
    gateway: Path = ("systems", "wireguard", "gateway", "host")
    if sheet.value(gateway) == name:
        yield Use("it is the VPN's gateway", gateway, None)


def _of_service(sheet: Sheet, name: str) -> Iterator[Use]:
    for caller in sheet.steps(("services",)):
        if caller != name:
            calls: Path = ("services", caller, "calls")
            yield from _items(sheet, calls, name, f"service '{caller}' calls it")
    for route in sheet.steps(("routes",)):
        at: Path = ("routes", route, "service")
        if sheet.value(at) == name:
            yield Use(f"the route '{route}' leads to it", at, ("routes", route))
    for environment in sheet.steps(("environments",)):
        at = ("environments", environment, "services", name)
        if sheet.has(at):
            yield Use(f"environment '{environment}' changes it", at, at)
    if sheet.value(("alerts", "through")) == name:
        yield Use("alerts are sent through it", ("alerts", "through"), None)
    for index, accepted in _accepts(sheet):
        kind, _, endpoint = accepted.partition(" ")
        if kind == "endpoint" and endpoint.partition(".")[0] == name:
            yield Use(f"an exception is made for '{accepted}'", ("accept", index, "subject"), ("accept", index))


def _of_topic(sheet: Sheet, name: str) -> Iterator[Use]:
    for service in sheet.steps(("services",)):
        publishes: Path = ("services", service, "publishes")
        yield from _items(sheet, publishes, name, f"service '{service}' publishes it")
        at: Path = ("services", service, "consumes", name)
        if sheet.has(at):
            yield Use(f"service '{service}' consumes it", at, at)


def _of_entity(sheet: Sheet, subject: Subject) -> Iterator[Use]:
    service, name = subject.owner, str(subject.path[-1])
    exposed: Path = (*service, "expose", name)
    if sheet.has(exposed):
        yield Use("its service exposes it", exposed, exposed)
    for entity in sheet.steps((*service, "entities")):
        fields: Path = (*service, "entities", entity, "fields")
        for field in sheet.steps(fields):
            if entity != name and name in _refs(sheet.value((*fields, field))):
                yield Use(f"the field '{field}' of '{entity}' refers to it", (*fields, field), None)
    for operation in sheet.steps((*service, "operations")):
        at: Path = (*service, "operations", operation, "response")
        answer = sheet.value(at)
        if isinstance(answer, str) and answer.removeprefix("list(").removesuffix(")").strip() == name:
            yield Use(f"the operation '{operation}' answers with it", at, None)


def _of_field(sheet: Sheet, subject: Subject) -> Iterator[Use]:
    owner, name = subject.owner, str(subject.path[-1])
    if owner[0] == "topics":
        if sheet.value((*owner, "key")) == name:
            yield Use("it is the topic's key", (*owner, "key"), None)
        return
    for key in ("unique", "index") if owner[0] == "services" else ():
        for row in sheet.steps((*owner, key)):
            columns = sheet.value((*owner, key, row))
            if isinstance(columns, list) and name in columns:
                alone = all(column == name for column in columns)
                said = f"'{key}' names it" + ("" if alone else " beside other fields")
                yield Use(said, (*owner, key, row, columns.index(name)), (*owner, key, row) if alone else None)
    if owner[0] == "services" and sheet.value((*owner, "owner")) == name:
        yield Use("it says whose a row is", (*owner, "owner"), None)


def _items(sheet: Sheet, path: Path, name: str, said: str) -> Iterator[Use]:
    """Each item of a list that is `name`."""
    for index in sheet.steps(path):
        if sheet.value((*path, index)) == name:
            yield Use(said, (*path, index), (*path, index))


def _accepted(sheet: Sheet, subject: str) -> Iterator[Use]:
    """The exceptions from rules that speak of `subject`, which without it would excuse nothing."""
    for index, accepted in _accepts(sheet):
        if accepted == subject:
            yield Use(f"an exception is made for '{subject}'", ("accept", index, "subject"), ("accept", index))


def _accepts(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The exceptions and their subjects. Codes in capitals judge changes: such an exception may allow this very one."""
    for index in sheet.steps(("accept",)):
        code, found = (sheet.value(("accept", index, key)) for key in ("code", "subject"))
        if isinstance(index, int) and isinstance(found, str) and not str(code).isupper():
            yield index, found


def _refs(value: Value) -> frozenset[str]:
    """The entities that a field refers to; none where it is no field that can be read."""
    written = value.get("type") if isinstance(value, dict) else value
    if not isinstance(written, str):
        return frozenset()
    try:
        kind = parse_type(written) if isinstance(value, dict) else parse_field(written).type
    except GrammarError:
        return frozenset()
    found = ref(kind)
    return frozenset() if found is None else frozenset({found.entity})
