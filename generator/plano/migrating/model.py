"""What a migration of the language is, and the edits that it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plano.editing.sheet import Sheet
from plano.language.places import Path


@dataclass(frozen=True, slots=True)
class Migration:
    """The step from `version` to the next one.

    `rewrite` edits a text that is valid in `version`, besides its number; `editing.edit` has the edits for entries.
    It raises UneditableError where something is written in a way that it cannot follow. `said` tells people what
    became of their words, in one sentence.
    """

    version: int
    said: str
    rewrite: Callable[[Sheet], Sheet]


def rename_key(sheet: Sheet, path: Path, name: str) -> Sheet:
    """The sheet with another key at `path`, its value and its place untouched; `name` needs no quotes."""
    start, end = sheet.bounds(sheet.places.key(path))
    return Sheet.of(sheet.text[:start] + name + sheet.text[end:])


def replace_value(sheet: Sheet, path: Path, written: str) -> Sheet:
    """The sheet with another scalar at `path`, as it is `written` in YAML."""
    start, end = sheet.body(path)
    return Sheet.of(sheet.text[:start] + written + sheet.text[end:])
