"""Removing a thing by its name, and with it what speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from plano.editing.edit import Edited, judged, remove_entry
from plano.editing.removal import whole
from plano.editing.sheet import Sheet
from plano.editing.subjects import Subject, missing
from plano.editing.uses import Use, uses_of
from plano.language.places import Path


class UsedError(Exception):
    """Other places speak of what is to go; `uses` are those that stand in the way."""

    def __init__(self, uses: tuple[Use, ...]) -> None:
        super().__init__(f"{len(uses)} uses")
        self.uses = uses


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The edit, the uses that went with the subject, and what went as a whole: itself or the section it was all of."""

    edited: Edited
    uses: tuple[Use, ...]
    path: Path


def taken_out(sheet: Sheet, subject: Subject, *, with_uses: bool) -> TakenOut:
    """The text without a subject; `with_uses` also without the entries elsewhere that speak of nothing else.

    WrongNameError where it is not there; UsedError where it is used and may not go, or where a use needs a decision;
    UneditableError where an entry is written in a way that is not understood.
    """
    if not sheet.has(subject.path):
        raise missing(sheet, subject)
    uses = uses_of(sheet, subject)
    stuck = tuple(use for use in uses if use.entry is None)
    if uses and (stuck or not with_uses):
        raise UsedError(stuck if with_uses else uses)
    rest = sheet
    while (entry := _next(uses_of(rest, subject))) is not None:
        rest = remove_entry(rest, entry)
    path = whole(rest, subject.path)
    return TakenOut(judged(sheet.text, remove_entry(rest, subject.path).text), uses, path)


def _next(uses: tuple[Use, ...]) -> Path | None:
    """The entry to remove next: exceptions first, since what they speak of goes too."""
    entries = sorted((use.entry for use in uses if use.entry is not None), key=lambda entry: entry[0] != "accept")
    return entries[0] if entries else None
