"""Kinds of values of an external's document as annotations."""

from __future__ import annotations

import re

from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, Union, index, union
from plano.emitters.literals import python
from plano.emitters.typetable import Symbol
from plano.externals.model import (
    Choice,
    Kind,
    ListOf,
    MapOf,
    Named,
    Nullable,
    OneOf,
    Primitive,
    PrimitiveName,
)

_LITERAL = Symbol("typing", "Literal")
_LIST, _DICT, _STR = (Symbol("", name) for name in ("list", "dict", "str"))
_PRIMITIVES: dict[PrimitiveName, Symbol] = {
    "text": _STR,
    "integer": Symbol("", "int"),
    "number": Symbol("", "float"),
    "boolean": Symbol("", "bool"),
    "bytes": Symbol("", "bytes"),
    "uuid": Symbol("uuid", "UUID"),
    "date": Symbol("datetime", "date"),
    "datetime": Symbol("pydantic", "AwareDatetime"),
    "duration": Symbol("datetime", "timedelta"),
    "decimal": Symbol("decimal", "Decimal"),
    "json": Symbol("pydantic", "JsonValue"),
}
_ODD = re.compile("[\u0300-\u036f\u0483-\u0489\u0500-\U0010ffff]")
"""What is beyond the Latin, Greek and Cyrillic letters, and marks that are put upon these."""
_NO_CLASSES: frozenset[PrimitiveName] = frozenset({"datetime", "json"})
"""Primitives whose annotation is no class."""


def annotation(kind: Kind, imports: Imports) -> Node:
    """The kind as an annotation in the module of these imports."""
    match kind:
        case Primitive(name):
            return imports.use(_PRIMITIVES[name])
        case Choice(values):
            return index(imports.use(_LITERAL), *map(literal, values))
        case ListOf(item):
            return index(imports.use(_LIST), annotation(item, imports))
        case MapOf(value):
            return index(imports.use(_DICT), imports.use(_STR), annotation(value, imports))
        case OneOf(of):
            first, *others = (annotation(each, imports) for each in of)
            return union(first, *others)
        case Nullable(OneOf(())):
            return "None"
        case Nullable(OneOf(of)):
            first, *others = (annotation(each, imports) for each in of)
            return union(first, *others, "None")
        case Nullable(of):
            return union(annotation(of, imports), "None")
        case Named(name):
            return name


def literal(value: str | int | bool) -> str:
    """The value as a literal on one line, with escapes for what is wider or narrower than one column.

    Formatters count columns, and `layout` counts characters.
    """
    if isinstance(value, str) and _ODD.search(value):
        return python(value).encode("ascii", "backslashreplace").decode()
    return python(value)


def optional(kind: Kind, written: Node) -> Node:
    """The annotation of what may be absent, `written` being that of the kind itself."""
    if isinstance(kind, Nullable) or kind == Primitive("json"):
        return written
    if isinstance(kind, OneOf):
        return union(written.of, *written.others, "None") if isinstance(written, Union) else union(written, "None")
    return union(written, "None")


def adapted(kind: Kind, classes: set[str]) -> bool:
    """Whether the annotation is no class, and so no value of `type[T]`; `classes` are the document's own."""
    match kind:
        case Primitive(name):
            return name in _NO_CLASSES
        case ListOf() | MapOf():
            return False
        case Named(name):
            return name not in classes
        case _:
            return True
