"""What a blueprint says of a system: its options by name, an environment's own before the platform's."""

from __future__ import annotations

import json
from collections.abc import Mapping

from plano.platform.model import Environment, Platform, System

Options = Mapping[str, object]


def system(platform: Platform, name: str, environment: Environment | None = None) -> Options | None:
    """The options of the system `name`, None where the blueprint does not name it.

    With `environment`, what that environment says differently goes first.
    """
    found = _read(platform.systems, name)
    if found is None or environment is None:
        return found
    own: tuple[System, ...] = environment.systems
    return {**found, **(_read(own, name) or {})}


def text(options: Options, name: str) -> str:
    """An option that is text; empty where it is not written."""
    value = options.get(name)
    return value if isinstance(value, str) else ""


def number(options: Options, name: str) -> int:
    """An option that is a whole number. KeyError where it is none, a bug of ours: the models give defaults."""
    value = options.get(name)
    if isinstance(value, int):
        return value
    raise KeyError(name)


def _read(systems: tuple[System, ...], name: str) -> Options | None:
    for each in systems:
        if each.name == name:
            return {key: json.loads(value) for key, value in each.options}
    return None
