"""A platform with every kind of service and most systems, in which each free-text key is a slot to be filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.hostile.texts import Form


@dataclass(frozen=True, slots=True)
class Slot:
    """A free-text key: its name in the language, and the files that must hold its text, relative to `generated/`."""

    place: str
    key: str
    form: Form
    arrives: tuple[str, ...]


def slot(place: str, key: str, *arrives: str, form: Form = "free") -> Slot:
    """The slot of a key; `place` names it in failures."""
    return Slot(place, key, form, arrives)


def slots(data: object) -> Iterator[Slot]:
    """Every slot of a blueprint, in its order."""
    if isinstance(data, Slot):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from slots(key)
            yield from slots(value)
    elif isinstance(data, list):
        for value in data:
            yield from slots(value)


def filled(data: object, text: Callable[[Slot], str]) -> object:
    """The blueprint with a text in place of each slot."""
    if isinstance(data, Slot):
        return text(data)
    if isinstance(data, Mapping):
        return {filled(key, text): filled(value, text) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(value, text) for value in data]
    return data
