"""Small changes of a blueprint's data that leave it valid: what they change is what the changed key decides."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator

from plano.language.places import Path
from plano.language.scalars import Scalar, Value
from plano.pipeline import check_text
from plano.platform.model import Platform


def altered(data: Value, path: Path) -> Iterator[Platform]:
    """The platforms of valid blueprints that differ from `data` at `path` alone: changed a little, then without it."""
    parent = _at(data, path[:-1])
    for value in _others(_at(data, path)):
        yield from _platform(data, path, value)
    if path and isinstance(parent, dict | list):
        yield from _platform(data, path, None, remove=True)


def keys(value: Value, path: Path = ()) -> Iterator[Path]:
    """The paths of everything that is written, outermost first."""
    steps: Iterator[tuple[str | int, Value]] = iter(())
    if isinstance(value, dict):
        steps = iter(value.items())
    elif isinstance(value, list):
        steps = iter(enumerate(value))
    for step, inner in steps:
        yield (*path, step)
        yield from keys(inner, (*path, step))


def _platform(data: Value, path: Path, value: Value, *, remove: bool = False) -> Iterator[Platform]:
    changed = copy.deepcopy(data)
    parent, step = _at(changed, path[:-1]), path[-1]
    if (isinstance(parent, dict) and isinstance(step, str)) or (isinstance(parent, list) and isinstance(step, int)):
        if remove:
            del parent[step]
        else:
            parent[step] = value
    found = check_text(json.dumps(changed)).platform
    if found is not None:
        yield found


def _others(value: Value) -> Iterator[Scalar]:
    """Values near `value`: one of them is often valid where it was."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
        yield value - 1
    elif isinstance(value, str):
        number = re.search(r"\d+", value)
        if number is not None:
            yield f"{value[: number.start()]}{int(number[0]) + 1}{value[number.end() :]}"
        yield f"{value}x"
        yield "text" if value != "text" else "int"


def _at(value: Value, path: Path) -> Value:
    for step in path:
        if (isinstance(value, dict) and isinstance(step, str)) or (isinstance(value, list) and isinstance(step, int)):
            value = value[step]
    return value
