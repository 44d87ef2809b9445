"""Which keys of the language hold free text: read from the language's models, so that a new key is seen here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plano.language.blueprint import Blueprint

MARKS = "\"'`{{x}}${HOME}$(id)"
"""What a text must be able to hold to count as free: quotes, backticks, template marks and those of a shell."""

_PROBES = (MARKS, f"/{MARKS}", f"s3://a/{MARKS}")
_FREE_FORMATS = {"regex", "uri", "email"}


def free_keys(definitions: dict[str, object] | None = None) -> frozenset[str]:
    """`Model.key` of each key whose text may hold `MARKS`; a map's values are `Model.key.*`, its keys `Model.key.?`.

    `definitions` are those of a JSON Schema by model; by default the language's own.
    """
    found = _definitions() if definitions is None else definitions
    return frozenset(key for name, body in found.items() for key in _free(body, name))


def _definitions() -> dict[str, object]:
    whole = Blueprint.model_json_schema(by_alias=True, mode="validation")
    definitions = whole["$defs"]
    assert isinstance(definitions, dict)
    return {Blueprint.__name__: whole, **definitions}


def _free(node: object, at: str) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    if _is_text(node) and _is_free(node):
        yield at
    for key, inner in node.get("properties", {}).items():
        yield from _free(inner, f"{at}.{key}")
    for inner in (*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())):
        yield from _free(inner, at)
    yield from _free(node.get("items"), at)
    yield from _free_in_map(node, at)


def _free_in_map(node: dict[str, object], at: str) -> Iterator[str]:
    patterns, others, names = (node.get(key) for key in ("patternProperties", "additionalProperties", "propertyNames"))
    if isinstance(patterns, dict):
        for inner in patterns.values():
            yield from _free(inner, f"{at}.*")
    if isinstance(others, dict):
        yield from _free(others, f"{at}.*")
        yield from _free({"type": "string", **(names if isinstance(names, dict) else {})}, f"{at}.?")


def _is_text(node: dict[str, object]) -> bool:
    kind = node.get("type")
    return (kind == "string" or (isinstance(kind, list) and "string" in kind)) and not {"enum", "const"} & node.keys()


def _is_free(node: dict[str, object]) -> bool:
    if "format" in node:
        return node["format"] in _FREE_FORMATS
    pattern = node.get("pattern")
    return not isinstance(pattern, str) or any(re.search(pattern, probe) for probe in _PROBES)
