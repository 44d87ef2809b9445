"""Small changes of a blueprint's data that leave it valid: what they change is what the changed key decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from plano.change.resolving import Resolving
from plano.externals.model import Apis
from plano.language.blueprint import Blueprint
from plano.language.kinds import keys_of_other_kinds
from plano.language.places import Path, Place, Places
from plano.language.read import Document
from plano.language.scalars import Scalar, Value
from plano.language.steps import child
from plano.pipeline import BLUEPRINT, has_errors
from plano.platform.model import Platform
from plano.rules import check_blueprint, check_platform

Inside = Mapping[str | int, Place]
_READ_AS_WRITTEN = frozenset({"types"})
"""Sections whose models are made only of what is written: of themselves they cannot be made again."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A blueprint that differs from another at one key, and what it describes; the rules may still refuse it."""

    platform: Platform
    _blueprint: Blueprint
    _places: Places

    @property
    def valid(self) -> bool:
        """Whether no rule finds an error in it: by far the slowest question, and so the last to ask."""
        return not has_errors(check_blueprint(self._blueprint, self._places)) and not has_errors(
            check_platform(self.platform, self._places)
        )


@dataclass(frozen=True, slots=True)
class Original:
    """A valid blueprint of which the others are neighbours: its data, its model, and which keys are written."""

    data: Value
    blueprint: Blueprint
    written: Inside
    resolving: Resolving

    @property
    def platform(self) -> Platform:
        """What it describes; its neighbours share the parts that are the same."""
        return self.resolving.platform

    def altered(self, path: Path) -> Iterator[Platform]:
        """The platforms of valid blueprints that differ from it at `path` alone: changed a little, then without it."""
        return (each.platform for each in self.neighbours(path) if each.valid)

    def neighbours(self, path: Path) -> Iterator[Neighbour]:
        """As `altered`, with those that only a rule refuses."""
        *changed, removed = variants(self.data, path)
        for data, written in (*((data, self.written) for data in changed), (removed, _without(self.written, path))):
            found = self._neighbour(data, Places("", BLUEPRINT, _place(written)), path)
            if found is not None:
                yield found

    def _neighbour(self, data: Value, places: Places, path: Path) -> Neighbour | None:
        """The blueprint that holds `data`; None where it describes nothing.

        As `check_text` finds it in the same data as text, without what only warnings and notes are for.
        """
        try:
            blueprint = Blueprint.model_validate(self._with_models(data, path))
        except ValidationError:
            return None
        if any(keys_of_other_kinds(Document(_around(data, path), places, (), frozenset(), complete=True))):
            return None
        try:
            platform = self.resolving.of(blueprint, path)
        except KeyError:
            return None  # it refers to nothing
        except Exception:  # where a rule would have refused it; if none would, it is a bug of ours
            if has_errors(check_blueprint(blueprint, places)):
                return None
            raise
        return Neighbour(platform, blueprint, places)

    def _with_models(self, data: Value, path: Path) -> dict[str, object]:
        """`data`, but what is not on the way to `path` as the models that are made of it already."""
        found: dict[str, object] = {}
        for section, value in data.items() if isinstance(data, dict) else ():
            model = getattr(self.blueprint, section)
            if section in _READ_AS_WRITTEN:
                found[section] = value
            elif section != path[0]:
                found[section] = model
            elif isinstance(value, dict) and isinstance(model, dict):
                found[section] = {name: each if name in path[1:2] else model[name] for name, each in value.items()}
            else:
                found[section] = value
        return found


def original(data: Value, apis: Apis = ()) -> Original:
    """The valid blueprint that holds `data`, with `apis` as `resolve` has them. ValidationError where it is none."""
    blueprint = Blueprint.model_validate(data)
    return Original(data, blueprint, _inside(data), Resolving(blueprint, apis))


def variants(data: Value, path: Path) -> Iterator[Value]:
    """`data` with each value near the one at `path`, whether or not it is valid there; the last is without it."""
    for value in _others(_at(data, path)):
        yield _replaced(data, path, value)
    yield _removed(data, path)


def _around(data: Value, path: Path) -> Value:
    """Of the services in `data` the one on the way to `path`; what the others may have is known."""
    services = child(data, "services") if path[0] == "services" else {}
    if isinstance(services, dict) and len(path) > 1:
        services = {name: each for name, each in services.items() if name == path[1]}
    return {"services": services}


def _inside(value: Value) -> Inside:
    """A place for each key in `value`, so that rules see which are written; where is nobody's question."""
    return {step: _place(_inside(inner)) for step, inner in _steps(value)}


def _without(inside: Inside, path: Path) -> Inside:
    """The places without that at `path`; what follows it in a list moves up."""
    step, rest = path[0], path[1:]
    if rest:
        return {**inside, step: _place(_without(inside[step][4], rest))}
    left = {key: place for key, place in inside.items() if key != step}
    return left if isinstance(step, str) else dict(enumerate(left.values()))


def _place(inside: Inside) -> Place:
    return 0, 0, 0, 0, inside


def keys(value: Value, path: Path = ()) -> Iterator[Path]:
    """The paths of everything that is written, outermost first."""
    for step, inner in _steps(value):
        yield (*path, step)
        yield from keys(inner, (*path, step))


def _steps(value: Value) -> Iterable[tuple[str | int, Value]]:
    """What stands directly inside, each with its key or its number."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


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
