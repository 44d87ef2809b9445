"""Formatting a blueprint's text, and making sure that it still says what it said."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic, Severity
from plano.diagnostics.sourceline import line_starts
from plano.formatting.layout import FormatError, Layout
from plano.language.read import read
from plano.language.scalars import Value
from plano.pipeline import BLUEPRINT
from plano.renaming.source import Source


@dataclass(frozen=True, slots=True)
class Formatted:
    """The text in its canonical layout; None where `diagnostics` say why there is none."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def formatted(text: str) -> Formatted:
    """The layout of a text without byte order mark, as `plano fmt` writes it.

    A text that YAML does not read, or that has a key twice, an alias or an anchor, is refused with what is wrong.
    FormatError for a way to write that has no layout.
    """
    document = read(text, BLUEPRINT)
    errors = tuple(each for each in document.diagnostics if each.severity is Severity.ERROR)
    if errors or document.value is None:
        return Formatted(None if errors else text, errors)
    source = Source(text, document.value, document.places, tuple(line_starts(text)))
    layout = Layout(source)
    newline = source.newline
    whole = newline.join(layout.lines())
    for end in (newline, ""):
        again = read(whole + end, BLUEPRINT)
        if same(again.value, document.value):
            return Formatted(whole + end)
    if line := layout.kept():
        raise FormatError(
            line, "this text keeps the empty lines behind it, so that none may move: write '|' or quote it"
        )
    raise AssertionError("the layout of this blueprint would say something else")


def formatted_bytes(raw: bytes) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The same for the bytes of a file, whose byte order mark stays. UnicodeDecodeError where it is not UTF-8."""
    head = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    done = formatted(raw.removeprefix(head).decode("utf-8"))
    return None if done.text is None else head + done.text.encode(), done.diagnostics


def same(one: Value, other: Value) -> bool:
    """Whether two documents say the same: keys of one mapping may stand in another order, items of a list may not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and (one == other or (one != one and other != other))
