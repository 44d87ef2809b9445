"""What a single schema says of its type: names of types, null, enumerations, formats."""

from __future__ import annotations

from plano.externals.document import FaultError, Node
from plano.externals.model import Choice, Kind, ListOf, MapOf, Named, Nullable, OneOf, Primitive, PrimitiveName

JSON = Primitive("json")
NULL = Nullable(OneOf(()))
"""Null, and nothing else."""

_TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
_PRIMITIVES: dict[str, PrimitiveName] = {
    "string": "text", "integer": "integer", "number": "number", "boolean": "boolean", "": "json",
}  # fmt: skip
_FORMATS: dict[str, PrimitiveName] = {
    "uuid": "uuid", "date": "date", "date-time": "datetime", "duration": "duration", "decimal": "decimal",
}  # fmt: skip
"""Formats of a text that have a type of their own, as https://spec.openapis.org/registry/format/ lists them."""


def types_of(node: Node) -> tuple[tuple[str, ...], bool]:
    """The types that a schema names, and whether null is one of them: by `nullable` (3.0) or among the types (3.1).

    FaultError for what is no type.
    """
    written = node.get("type")
    null = node.flag("nullable")
    if written is None:
        return (), null
    named = [written] if isinstance(written.value, str) else list(written.elements())
    for each in named:
        if each.value not in _TYPES:
            raise FaultError(each.path, "this is no type", f"one of {', '.join(_TYPES)}")
    types = tuple(dict.fromkeys(str(each.value) for each in named))
    kept = tuple(each for each in types if each != "null")
    return kept, null or len(kept) < len(types)


def length(kind: Kind) -> int:
    """About how many characters the kind takes where it is written out."""
    match kind:
        case Named(name) | Primitive(name):
            return len(name)
        case Choice(values):
            return sum(len(repr(each)) + 2 for each in values)
        case OneOf(of):
            return sum(length(each) + 3 for each in of)
        case ListOf(inner) | MapOf(inner) | Nullable(inner):
            return length(inner) + 10


def inferred(node: Node) -> list[object] | None:
    """The values of `enum` or `const`; None where any value of the type will do."""
    members = node.members()
    if "const" in members:
        return [members["const"]]
    enum = node.get("enum")
    return None if enum is None else [each.value for each in enum.elements()]


def primitive(node: Node, name: str) -> Primitive | None:
    """The primitive of that type in the format that the schema names; a format that is not known is no matter.

    None where it is none: "null" alone says nothing.
    """
    if name not in _PRIMITIVES:
        return None
    if name == "string":
        written = node.get("format")
        return Primitive(_FORMATS.get(str(written.value), "text") if written is not None else "text")
    return Primitive(_PRIMITIVES[name])
