"""Adding a thing by its name."""

from __future__ import annotations

from plano.editing.edit import Edited, add_entry, judged
from plano.editing.sheet import Sheet
from plano.editing.subjects import Subject, check_name
from plano.language.scalars import Value


class ExistsError(Exception):
    """What is to be added is there already; its text names it and its place."""

    def __init__(self, sheet: Sheet, subject: Subject) -> None:
        span = sheet.places.key(subject.path)
        super().__init__(f"{span.file}:{span.line}:{span.column}: {subject} exists already")


def added(sheet: Sheet, subject: Subject, value: Value) -> Edited:
    """The text with a new subject, whose body is `value`.

    WrongNameError for a name that it cannot have, ExistsError, and UneditableError where its place is written in a
    way that is not understood. New errors that it brings are in what comes back, which is not to be written then.
    """
    check_name(subject)
    if sheet.has(subject.path):
        raise ExistsError(sheet, subject)
    return judged(sheet.text, add_entry(sheet, subject.path, value).text)
