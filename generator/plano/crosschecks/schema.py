"""Whether values are what a chart's `values.schema.json` allows: the keywords of draft 7 that such schemas use.

Helm itself judges the same when Argo CD renders the chart, which is too late. A general validator would cost a
`plano check` more than all its other work; a test compares this one with `jsonschema`, value by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plano.crosschecks.nodes import Node
from plano.language.scalars import Value

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
_ABOUT = {"$schema", "title", "description", "definitions", "default", "$id", "$comment"}


class UnknownKeywordError(ValueError):
    """A keyword that this judge does not know: it would have to be taught, not skipped."""


def objections(node: Node, schema: Value, root: Value) -> Iterator[tuple[Node, str]]:
    """Each value that the schema refuses, with what it says of it. UnknownKeywordError."""
    if schema is False:
        yield node, "is not allowed"
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if isinstance(reference, str):  # in draft 7 nothing beside a reference counts
        yield from objections(node, _target(reference, root), root)
        return
    for keyword, wanted in schema.items():
        if keyword in _ABOUT or keyword in ("properties", "additionalProperties"):
            continue
        yield from _judged(keyword, wanted, node, root)
    yield from _properties(node, schema, root)


def _judged(keyword: str, wanted: Value, node: Node, root: Value) -> Iterator[tuple[Node, str]]:
    value = node.value
    match keyword:
        case "anyOf" | "oneOf":
            choices = wanted if isinstance(wanted, list) else []
            fitting = sum(1 for choice in choices if not any(objections(node, choice, root)))
            if not fitting or (keyword == "oneOf" and fitting > 1):
                yield node, f"fits {fitting} of the {len(choices)} forms that it may have"
        case "items":
            for row in node.rows():
                yield from objections(row, wanted, root)
        case "propertyNames":
            for name, inner in node.entries():
                if any(objections(Node(name, inner.path, inner.steps, inner.places), wanted, root)):
                    yield inner, f"may not be called {name!r}"
        case "required":
            missing = [each for each in _list(wanted) if isinstance(value, dict) and each not in value]
            yield from ((node, f"lacks {each!r}") for each in missing)
        case "enum":
            if value not in _list(wanted):
                yield node, f"is {value!r}, which is none of {_list(wanted)}"
        case _:
            if not _fits(keyword, wanted, value):
                yield node, f"is {value!r}, which breaks {keyword} {wanted!r}"


def _fits(keyword: str, wanted: Value, value: Value) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match keyword, wanted:
        case "type", str():
            return isinstance(value, _TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))
        case "pattern", str():
            return not isinstance(value, str) or re.search(wanted, value) is not None
        case "minimum", int() | float():
            return not (number and isinstance(value, int | float)) or value >= wanted
        case "maximum", int() | float():
            return not (number and isinstance(value, int | float)) or value <= wanted
        case ("minLength" | "maxLength") as bound, int():
            return not isinstance(value, str) or _within(bound, len(value), wanted)
        case ("minItems" | "maxItems") as bound, int():
            return not isinstance(value, list) or _within(bound, len(value), wanted)
        case ("minProperties" | "maxProperties") as bound, int():
            return not isinstance(value, dict) or _within(bound, len(value), wanted)
        case "uniqueItems", bool():
            return not (wanted and isinstance(value, list)) or len({repr(each) for each in value}) == len(value)
    raise UnknownKeywordError(keyword)


def _within(keyword: str, has: int, wanted: int) -> bool:
    return has >= wanted if keyword.startswith("min") else has <= wanted


def _properties(node: Node, schema: dict[str, Value], root: Value) -> Iterator[tuple[Node, str]]:
    known = schema.get("properties")
    known = known if isinstance(known, dict) else {}
    others = schema.get("additionalProperties", True)
    for name, inner in node.entries():
        if name in known:
            yield from objections(inner, known[name], root)
        elif others is False:
            yield inner, f"has no key {name!r}"
        else:
            yield from objections(inner, others, root)


def _target(reference: str, root: Value) -> Value:
    found = root
    for step in reference.removeprefix("#/").split("/"):
        if not isinstance(found, dict) or step not in found:
            raise UnknownKeywordError(f"$ref {reference}")
        found = found[step]
    return found


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
