"""Where a new key stands among those that are there: the language's own keys have an order, names have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plano.language.blueprint import Blueprint
from plano.language.lookup import keys_of, models_at
from plano.language.places import Path
from plano.language.scalars import Value


def before_of(path: Path, steps: Sequence[str | int]) -> str | int | None:
    """Which of `steps`, the keys that stand beside the last one of `path`, the new entry follows; None if none.

    A key of the language follows the last of those that come before it there; a name follows the last of all.
    """
    order = _own_keys(path[:-1])
    key = path[-1]
    if key not in order:
        return steps[-1] if steps else None
    rank = order.index(str(key))
    ahead = [step for step in steps if step in order and order.index(str(step)) < rank]
    return max(ahead, key=lambda step: order.index(str(step)), default=None)


def in_order(path: Path, body: Mapping[str, Value]) -> dict[str, Value]:
    """The body of what will stand at `path`, with the language's keys in its order and all others behind them."""
    order = _own_keys(path)
    return dict(sorted(body.items(), key=lambda each: order.index(each[0]) if each[0] in order else len(order)))


def is_own_key(path: Path) -> bool:
    """Whether the last key of `path` is one of the language, and not a name."""
    return path[-1] in _own_keys(path[:-1])


def _own_keys(path: Path) -> list[str]:
    """The language's keys for the map at `path`, in its order. The fields of a type stand there without a model."""
    models = () if path[:1] == ("types",) else models_at(Blueprint, path)
    return [key for model in models for key in keys_of(model)]
