"""Python values as they stand in a URL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from pydantic import TypeAdapter

from plano_kit.problems import BadRequest

_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


_ANY = TypeAdapter[object](object)


def wire_text(value: object) -> str:
    """One value as text, the way pydantic writes it in JSON: `true`, ISO 8601 durations, UUIDs with hyphens."""
    written = _ANY.dump_python(value, mode="json")
    if isinstance(written, bool):
        return "true" if written else "false"
    return str(written)


def fill(template: str, values: Mapping[str, object]) -> str:
    """The path with each `{name}` replaced by its value, quoted so that it stays one segment.

    Raises BadRequest for a value that no URL can hold as a segment: nothing, `.` or `..`.
    """

    def segment(place: re.Match[str]) -> str:
        written = wire_text(values[place[1]])
        if written in ("", ".", ".."):
            raise BadRequest(f"{place[1]} cannot be {written!r} in a path")
        return quote(written, safe="")

    return _PLACE.sub(segment, template)


def parameters(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Query parameters: None is left out, a list repeats its name."""
    written: list[tuple[str, str]] = []
    for name, value in values.items():
        each = value if isinstance(value, list | tuple) else (value,)
        written.extend((name, wire_text(one)) for one in each if one is not None)
    return tuple(written)
