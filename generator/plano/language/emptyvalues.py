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
            mend = f"{_form(path)}, or remove the key"
        yield path, Diagnostic("empty-value", Severity.ERROR, said, span, "nothing follows", mend)


def _may_be_null(path: Path) -> bool:
    """A field's default, and a setting's value in an environment."""
    if path[-1] == "default" and path[0] in ("types", "topics", "services"):
        return True
    return len(path) == 6 and path[0] == "environments" and path[2] == "services" and path[4] == "config"


def _form(path: Path) -> str:
    """What to write: a map that is complete, where one is wanted."""
    from plano.language.blueprint import Blueprint, FieldDecl  # a right blueprint does not wait for the rest
    from plano.language.examples import map_example
    from plano.language.lookup import models_at

    models = models_at(Blueprint, path)
    if not models or any(issubclass(model, FieldDecl) for model in models):
        return "write its value"
    required = any(info.is_required() for info in models[0].model_fields.values())
    return f"write a map, such as {map_example(path)}" if required else "write '{}' for the defaults"
