"""How a person is told what a value may be: the words for a node of the schema, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Node = Mapping[str, object]
Link = Callable[[str], str]

_BOUNDS = (
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("exclusiveMinimum", "above {}"),
    ("exclusiveMaximum", "below {}"),
)


def words(node: Node, model: Link, form: Link) -> str:
    """What may stand where `node` stands.

    `model` makes a link of a definition's name, `form` one of the title of a form of values.
    """
    reference, title = node.get("$ref"), node.get("title")
    if isinstance(reference, str):
        return model(reference.rpartition("/")[2])
    if isinstance(title, str):
        return form(title)
    if "const" in node:
        return f"`{node['const']}`"
    if isinstance(choices := node.get("enum"), list):
        return ", ".join(f"`{choice}`" for choice in choices)
    for keyword in ("anyOf", "oneOf"):
        if isinstance(choices := node.get(keyword), list):
            return _either([words(each, model, form) for each in choices])
    return _of_type(node, model, form)


def _either(choices: list[str]) -> str:
    """Each choice once; every whole number is a number."""
    kept = dict.fromkeys(choice for choice in choices if choice != "whole number" or "number" not in choices)
    return " or ".join(kept)


def _of_type(node: Node, model: Link, form: Link) -> str:
    match node.get("type"):
        case "boolean":
            return "`true` or `false`"
        case "integer":
            return _bounded("whole number", node)
        case "number":
            return _bounded("number", node)
        case "array":
            inner = words(_inner(node, "items"), model, form)
            return "list of " + (f"lists{inner[4:]}" if inner.startswith("list of ") else inner)
        case "object":
            names = words(_inner(node, "propertyNames"), model, form)
            return f"map of {names} to " + words(_inner(node, "additionalProperties"), model, form)
    return "text"


def _inner(node: Node, keyword: str) -> Node:
    inner = node.get(keyword)
    return inner if isinstance(inner, dict) else {}


def _bounded(word: str, node: Node) -> str:
    least, most = node.get("minimum"), node.get("maximum")
    if least is not None and most is not None:
        return f"{word}, {least} to {most}"
    said = [text.format(node[keyword]) for keyword, text in _BOUNDS if keyword in node]
    return ", ".join([word, " and ".join(said)]) if said else word
