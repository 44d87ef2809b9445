"""An external's API as its typed client shows it: frozen and hashable, so that it can be a part of the platform.

Names are those of the generated Python, free of clashes; what goes over the wire stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PrimitiveName = Literal[
    "text", "integer", "number", "boolean", "bytes", "uuid", "date", "datetime", "duration", "decimal", "json"
]


@dataclass(frozen=True, slots=True)
class Primitive:
    """A value without parts; `json` is any JSON value, for what the document does not type, `bytes` a whole body."""

    name: PrimitiveName


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these values."""

    values: tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A JSON array."""

    item: Kind


@dataclass(frozen=True, slots=True)
class MapOf:
    """A JSON object with any keys."""

    value: Kind


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of one of these kinds, none of which is another OneOf; there is none where only null will do."""

    of: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Nullable:
    """The kind, or null."""

    of: Kind


@dataclass(frozen=True, slots=True)
class Named:
    """One of the document's own classes or aliases."""

    name: str


Kind = Primitive | Choice | ListOf | MapOf | OneOf | Nullable | Named


def names_in(kind: Kind) -> Iterator[str]:
    """The classes and aliases that a kind names itself."""
    match kind:
        case Named(name):
            yield name
        case ListOf(inner) | MapOf(inner) | Nullable(inner):
            yield from names_in(inner)
        case OneOf(of):
            for each in of:
                yield from names_in(each)
        case _:
            return


@dataclass(frozen=True, slots=True)
class Property:
    """A member of an object: `field` in Python, `name` on the wire."""

    field: str
    name: str
    kind: Kind
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """An object with known members; an `open` one may have others beside them."""

    name: str
    properties: tuple[Property, ...]
    open: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A kind with a name of its own, a choice or an alternative mostly; aliases that it names come before it."""

    name: str
    kind: Kind
    description: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument that goes into the path, the query or a header.

    A list repeats its name in a query, unless `delimiter` joins it; with `as_json` the value goes as JSON.
    """

    argument: str
    name: str
    place: Literal["path", "query", "header"]
    kind: Kind
    required: bool
    delimiter: str = ""
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A request's body, given as `body`."""

    form: Literal["json", "form", "bytes"]
    media_type: str
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a success answers."""

    media_type: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Operation:
    """One method and path; `path` has `{argument}` for each path parameter. `problems` are statuses and their texts."""

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    answer: Answer | None
    problems: tuple[tuple[int, str], ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """What the document `file` says of the external `service`. Classes are sorted by name, operations as they come."""

    service: str
    file: str
    title: str
    classes: tuple[Class, ...]
    aliases: tuple[Alias, ...]
    operations: tuple[Operation, ...]


Apis = tuple[Api, ...]
"""The APIs of a platform's externals, each for one external and one file."""
