"""Going along a path through the values that are written."""

from __future__ import annotations

from plano.language.places import Path
from plano.language.scalars import Value


def child(node: Value, step: int | str) -> Value:
    """What stands at one step inside `node`; None where nothing does."""
    if isinstance(node, dict) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def value_at(value: Value, path: Path) -> Value:
    """What stands at `path` inside `value`; None where nothing does."""
    for step in path:
        value = child(value, step)
    return value


def map_at(value: Value, path: Path) -> dict[str, Value]:
    """The map at `path` inside `value`; an empty one where none is written."""
    found = value_at(value, path)
    return found if isinstance(found, dict) else {}
