"""From a whole document to the API of one external, or to all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from plano.externals.document import Document, FaultError, Finding, Node
from plano.externals.model import Alias, Api, Class, Kind, names_in
from plano.externals.operations import Operations
from plano.externals.schemas import Schemas
from plano.language.scalars import Value
from plano.platform.names import pascal

_VERSION = re.compile(r"3\.[01](\..*)?")


@dataclass(frozen=True, slots=True)
class Reduced:
    """An API, which is None where there are `faults`; `untyped` are the places that hold any JSON value."""

    api: Api | None
    faults: tuple[Finding, ...]
    untyped: tuple[Finding, ...]


def reduced(value: Value, service: str, file: str) -> Reduced:
    """What the document `value`, read of `file`, says of the external `service`. Mistakes are findings."""
    document = Document(value)
    try:
        title = _title(document.root)
        schemas = Schemas(document, [f"{pascal(service)}Client"])
        operations = tuple(Operations(document, schemas).all())
    except FaultError as fault:
        return Reduced(None, (fault.finding,), ())
    read = schemas.classes()
    faults = dict.fromkeys(schemas.findings)
    if not operations and not faults:
        faults = {Finding(("paths",), "there is no operation here", "a client has one method an operation"): None}
    if faults:
        return Reduced(None, tuple(faults), ())
    classes = {name: found for name, (found, _, _) in read.items()}
    aliases = {alias.name: alias for alias in schemas.aliases}
    sent = _reached((each.body.kind for each in operations if each.body is not None), classes, aliases)
    answered = _reached((each.answer.kind for each in operations if each.answer is not None), classes, aliases)
    given = (each.kind for operation in operations for each in operation.parameters)
    used = sent | answered | _reached(given, classes, aliases)
    nothing: frozenset[str] = frozenset()
    seen = tuple(
        _seen(found, (readonly if name in sent else nothing) | (writeonly if name in answered else nothing))
        for name, (found, readonly, writeonly) in sorted(read.items())
        if name in used
    )
    api = Api(service, file, title, seen, tuple(_ordered(aliases, used)), operations)
    return Reduced(api, (), tuple(dict.fromkeys(schemas.untyped)))


def _title(root: Node) -> str:
    """What the document calls itself. FaultError where it is not of a version that is read."""
    if not isinstance(root.value, dict):
        raise FaultError((), "this is no OpenAPI document", "it begins with 'openapi: 3.1.0'")
    if "swagger" in root.value:
        raise FaultError(("swagger",), "this is Swagger 2, and OpenAPI 3.0 and 3.1 are read", "convert it to OpenAPI 3")
    version = root.value.get("openapi")
    if version is None:
        raise FaultError((), "this is no OpenAPI document", "it begins with 'openapi: 3.1.0'")
    if not _VERSION.fullmatch(str(version)):
        raise FaultError(("openapi",), "OpenAPI 3.0 and 3.1 are read, and this is neither")
    about = root.get("info")
    found = about.get("title") if about is not None else None
    return str(found.value) if found is not None else ""


def _seen(found: Class, optional: frozenset[str]) -> Class:
    """The class, with these fields as optional: no request holds what is readonly, no answer what is writeonly."""
    if not optional:
        return found
    properties = (replace(each, required=each.required and each.field not in optional) for each in found.properties)
    return replace(found, properties=tuple(properties))


def _reached(kinds: Iterable[Kind], classes: Mapping[str, Class], aliases: Mapping[str, Alias]) -> set[str]:
    """The names of all classes and aliases that a value of these kinds may hold."""
    found: set[str] = set()
    waiting = [name for kind in kinds for name in names_in(kind)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            inner = [aliases[name].kind] if name in aliases else [each.kind for each in classes[name].properties]
            waiting += (each for kind in inner for each in names_in(kind))
    return found


def _ordered(aliases: Mapping[str, Alias], used: set[str]) -> Iterator[Alias]:
    """Those that are used, by name, but each after those that it names. None names itself: a circle is not typed."""
    done: set[str] = set()

    def following(name: str) -> Iterator[Alias]:
        if name in aliases and name not in done:
            done.add(name)
            for inner in names_in(aliases[name].kind):
                yield from following(inner)
            yield aliases[name]

    for name in sorted(used & aliases.keys()):
        yield from following(name)
