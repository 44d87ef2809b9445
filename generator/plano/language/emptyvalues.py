"""A key with nothing after it says nothing, and is an error except where null is a value."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Severity
from plano.language.places import Path
from plano.language.read import Document


def empty_values(document: Document) -> Iterator[tuple[Path, Diagnostic]]:
    """Each path with no value, and the diagnostic for it."""
    places = document.places
    for path in document.empty:
        if _may_be_null(path):
            continue
        name = path[-1]
        written = places.value(path)
        if isinstance(name, int):
            said, span = "an item of the list is empty", written
            mend = "write its value, or remove it"
        else:
            said, span = f"the key {name!r} has no value", places.key(path)
            mend = (
                "write '{}' for the defaults, or remove the key"
                if _takes_map(path)
                else "write its value, or remove the key"
            )
        yield path, Diagnostic("empty-value", Severity.ERROR, said, span, "nothing follows", mend)


def _may_be_null(path: Path) -> bool:
    """A field's default, and a setting's value in an environment."""
    if path[-1] == "default" and path[0] in ("types", "topics", "services"):
        return True
    return len(path) == 6 and path[0] == "environments" and path[2] == "services" and path[4] == "config"


def _takes_map(path: Path) -> bool:
    return path[0] in ("systems", "environments", "hosts", "services", "routes", "topics") and len(path) == 2
