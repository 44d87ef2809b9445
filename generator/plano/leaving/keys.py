"""Writing `ejected: true` into a blueprint's text, where everything else stays to the last byte."""

from __future__ import annotations

import re

from plano.diagnostics.sourceline import line_starts
from plano.language.load import load
from plano.language.places import Path
from plano.pipeline import BLUEPRINT

_KEY = "ejected: true"
_END = re.compile(r"\r\n|\n|\r|$")


def ejected_platform(text: str) -> str:
    """The blueprint that says that nothing is derived any more; as it is where it says so."""
    return _with_key(text, ("platform",), "name")


def ejected_service(text: str, service: str) -> str:
    """The blueprint that says that a service's code is yours; as it is where it says so."""
    return _with_key(text, ("services", service), "kind")


def _with_key(text: str, path: Path, beside: str) -> str:
    """`text`, without a byte order mark, with the key behind the one called `beside`, whose value is one word."""
    places = load(text, BLUEPRINT).places
    if places.has((*path, "ejected")):
        return text
    starts = line_starts(text)
    around, key, value = places.value(path), places.key((*path, beside)), places.value((*path, beside))
    at = starts[value.end_line - 1] + value.end_column - 1
    if text[starts[around.line - 1] + around.column - 1] == "{":
        return f"{text[:at]}, {_KEY}{text[at:]}"
    end = _END.search(text, at)
    newline = (end[0] if end else "") or ("\r\n" if "\r\n" in text else "\n")
    at = end.start() if end else len(text)
    return f"{text[:at]}{newline}{' ' * (key.column - 1)}{_KEY}{text[at:]}"
