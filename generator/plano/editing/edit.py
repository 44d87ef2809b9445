"""An edit as a whole: the text before and after, and whether it means what was asked for, and no more."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic, Severity
from plano.editing.insertion import inserted
from plano.editing.removal import removed, whole
from plano.editing.sheet import Sheet, UneditableError
from plano.language.places import Path
from plano.language.scalars import Value
from plano.pipeline import BLUEPRINT, check_text

_UNFINISHED = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after an edit; `errors` are those that it has and had not before, `warnings` alike."""

    before: str
    after: str
    errors: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]


def add_entry(sheet: Sheet, path: Path, value: Value) -> Sheet:
    """The sheet with an entry more; UneditableError where that cannot be done without another change of meaning."""
    after = Sheet.of(inserted(sheet, path, value))
    said = "what stands here is written in a way that no entry can be added to"
    return _meaning(after, _with(sheet.document.value, path, value), said, _near(sheet, path))


def remove_entry(sheet: Sheet, path: Path) -> Sheet:
    """The sheet with an entry less, and without what that leaves empty; UneditableError as `add_entry`."""
    after = Sheet.of(removed(sheet, path))
    said = "this entry is written in a way in which it cannot be taken out"
    return _meaning(after, _without(sheet.document.value, whole(sheet, path)), said, _near(sheet, path))


def _meaning(sheet: Sheet, wanted: Value, said: str, at: int) -> Sheet:
    """The sheet itself, if it means what is wanted and nothing else; UneditableError where it does not."""
    if not sheet.document.complete or not _alike(sheet.document.value, wanted):
        raise UneditableError(said, at)
    return sheet


def judged(before: str, after: str) -> Edited:
    """The edit from one text to another, with the findings of `plano check` that it brings."""
    old = Counter(_subject(each) for each in check_text(before).diagnostics)
    errors: list[Diagnostic] = []
    warnings: list[Diagnostic] = []
    for each in check_text(after).diagnostics:
        if old[_subject(each)]:
            old[_subject(each)] -= 1
        elif each.severity is Severity.ERROR:
            errors.append(each)
        elif each.severity is Severity.WARNING:
            warnings.append(each)
    return Edited(before, after, tuple(errors), tuple(warnings))


def difference(edited: Edited) -> str:
    """The edit as a patch, which `git apply` and `patch -p1` take."""
    lines = _lines(edited.before), _lines(edited.after)
    found = difflib.unified_diff(*lines, f"a/{BLUEPRINT}", f"b/{BLUEPRINT}")
    return "".join(line if line.endswith("\n") else f"{line}\n{_UNFINISHED}" for line in found)


def changed_lines(edited: Edited) -> list[int]:
    """The lines of the text after the edit, from 1, that were not there before."""
    matcher = difflib.SequenceMatcher(None, _lines(edited.before), _lines(edited.after), autojunk=False)
    return [
        line + 1
        for kind, _, _, first, end in matcher.get_opcodes()
        if kind in ("insert", "replace")
        for line in range(first, end)
    ]


def _lines(text: str) -> list[str]:
    """Lines by LF alone, with their ends, as Git counts them."""
    parts = text.split("\n")
    ended = [f"{part}\n" for part in parts[:-1]]
    return [*ended, parts[-1]] if parts[-1] else ended


def _subject(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.subject


def _near(sheet: Sheet, path: Path) -> int:
    """Where the nearest thing to `path` begins that is there."""
    while not sheet.has(path):
        path = path[:-1]
    return sheet.bounds(sheet.places.key(path))[0]


def _with(value: Value, path: Path, new: Value) -> Value:
    if not path:
        return new
    there = value if isinstance(value, dict) else {}
    step = str(path[0])
    return {**there, step: _with(there.get(step), path[1:], new)}


def _without(value: Value, path: Path) -> Value:
    step, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(step, int):
        kept = [_without(value[step], rest)] if rest else []
        return [*value[:step], *kept, *value[step + 1 :]]
    if isinstance(value, dict):
        return {
            key: _without(item, rest) if key == step else item for key, item in value.items() if key != step or rest
        }
    return value


def _alike(one: Value, other: Value) -> bool:
    """Whether two values are the same, types and all: to Python `1`, `1.0` and `true` are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(item, other[key]) for key, item in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return type(one) is type(other) and (one == other or (one != one and other != other))
