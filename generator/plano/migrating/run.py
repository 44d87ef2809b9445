"""Bringing a blueprint to the version of the language that this Plano reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plano.editing.sheet import Sheet
from plano.language.blueprint import LANGUAGE_VERSION
from plano.migrating.model import Migration, replace_value
from plano.migrating.registry import MIGRATIONS

_NUMBER = ("blueprint",)


@dataclass(frozen=True, slots=True)
class Migrated:
    """The text in the version that is read here, and what each step did; no steps where it was in it already."""

    text: str
    before: int
    steps: tuple[Migration, ...]


def migrated(text: str, known: Sequence[Migration] = MIGRATIONS, wanted: int = LANGUAGE_VERSION) -> Migrated | None:
    """The blueprint `text` in version `wanted`; None where it is in no version that `known` leads on from.

    Nothing but what a step names is another: comments, order and line ends stay. UneditableError where a step
    cannot follow how something is written.
    """
    sheet = Sheet.of(text)
    version = _version(sheet)
    if version is None or version > wanted:
        return None
    before, steps = version, list[Migration]()
    by_version = {each.version: each for each in known}
    while version < wanted:
        step = by_version.get(version)
        if step is None:
            return None
        version += 1
        sheet = replace_value(step.rewrite(sheet), _NUMBER, str(version))
        steps.append(step)
    return Migrated(sheet.text, before, tuple(steps))


def _version(sheet: Sheet) -> int | None:
    document = sheet.document
    found = sheet.value(_NUMBER) if document.complete and not document.broken else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None
