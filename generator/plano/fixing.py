"""Fixing a blueprint: apply what is safe, check again, and go on while that helps."""

from __future__ import annotations

import codecs
import difflib
from dataclasses import dataclass, replace
from pathlib import Path

from plano.diagnostics.fixes import Fixed, apply_fixes
from plano.diagnostics.model import Diagnostic, Fix, Severity
from plano.editing.sheet import UneditableError
from plano.migrating.run import migrated
from plano.pipeline import BLUEPRINT, check_text

_ROUNDS = 10
"""A mended name may bring another finding to light; far fewer rounds than this are ever needed."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The file's bytes after all fixes, which findings they mended, which are left, and the difference."""

    content: bytes
    applied: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]
    diff: str


def fixed(path: Path, found: tuple[Diagnostic, ...], *, language_alone: bool = False) -> Mended:
    """Mend the blueprint at `path`, in which `found` was found. A file that cannot be read has no fixes.

    With `language_alone` it is only brought to the version of the language that is read here.
    """
    try:
        raw = path.read_bytes()
        text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return Mended(b"", (), found, "")
    before, applied = text, list[Diagnostic]()
    text, found = _in_this_language(text, found, applied)
    for _ in range(0 if language_alone else _ROUNDS):
        step = _step(text, found)
        if step is None:
            break
        applied += step.applied
        text, found = step.text, check_text(step.text).diagnostics
    head = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    return Mended(head + text.encode(), tuple(applied), found, _diff(before, text))


def _in_this_language(
    text: str, found: tuple[Diagnostic, ...], applied: list[Diagnostic]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text in the version of the language that is read here, if a step leads to it; each one is `applied`."""
    older = next((each for each in found if each.code == "older-language"), None)
    if older is None:
        return text, found
    try:
        after = migrated(text)
    except UneditableError as error:
        return text, (*found, replace(older, message=f"{error.said}: rewrite it by hand", fix=None))
    if after is None:
        return text, found
    applied += (replace(older, fix=Fix(step.said, (), safe=True)) for step in after.steps)
    return after.text, check_text(after.text).diagnostics


def _step(text: str, found: tuple[Diagnostic, ...]) -> Fixed | None:
    """All fixes at once, or the first alone that leaves no more errors than there were; None where none does."""
    for some in (found, *((each,) for each in found)):
        step = apply_fixes(text, BLUEPRINT, some)
        if step.applied and _errors(check_text(step.text).diagnostics) <= _errors(found):
            return step
    return None


def _errors(found: tuple[Diagnostic, ...]) -> int:
    return sum(each.severity is Severity.ERROR for each in found)


def _diff(before: str, after: str) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(difflib.unified_diff(old, new, BLUEPRINT, f"{BLUEPRINT} (mended)", n=1))
