"""Small changes of a blueprint's data that leave it valid: what they change is what the changed key decides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from plano.language.faults import child
from plano.language.places import Path
from plano.language.scalars import Scalar, Value
from plano.pipeline import check_text
from plano.platform.model import Platform


def altered(data: Value, path: Path) -> Iterator[Platform]:
    """The platforms of valid blueprints that differ from `data` at `path` alone: changed a little, then without it."""
    for other in (*(_replaced(data, path, value) for value in _others(_at(data, path))), _removed(data, path)):
        found = check_text(json.dumps(other)).platform
        if found is not None:
            yield found


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


def _replaced(data: Value, path: Path, value: Value) -> Value:
    """`data` with `value` at `path`."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, dict) and isinstance(step, str):
        return {**data, step: _replaced(data[step], rest, value)}
    if isinstance(data, list) and isinstance(step, int):
        return [*data[:step], _replaced(data[step], rest, value), *data[step + 1 :]]
    return data


def _removed(data: Value, path: Path) -> Value:
    """`data` without what stands at `path`."""
    parent, last = _at(data, path[:-1]), path[-1]
    if isinstance(parent, dict):
        return _replaced(data, path[:-1], {key: value for key, value in parent.items() if key != last})
    if isinstance(parent, list):
        return _replaced(data, path[:-1], [value for at, value in enumerate(parent) if at != last])
    return data


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
        value = child(value, step)
    return value
