"""Removing an entry of a map or a list, with its own comments and nothing else."""

from __future__ import annotations

from plano.editing.blocklines import lines_of
from plano.editing.flowmarks import comma_after, comment_above, has_comment, is_alone, line_behind
from plano.editing.pathpattern import PathPattern, fits
from plano.editing.sheet import Sheet
from plano.language.places import Path

_SECTIONS: tuple[PathPattern, ...] = (
    ("hosts",), ("systems",), ("types",), ("topics",), ("services",), ("routes",), ("accept",),
    ("services", None, "entities"), ("services", None, "entities", None, "fields"),
    ("services", None, "entities", None, "unique"), ("services", None, "entities", None, "index"),
    ("services", None, "expose"), ("services", None, "calls"), ("services", None, "publishes"),
    ("services", None, "consumes"), ("environments", None, "services"), ("environments", None, "systems"),
)  # fmt: skip
"""Maps and lists that say nothing when they are empty: then their key goes too."""


def whole(sheet: Sheet, path: Path) -> Path:
    """What goes with the entry at `path`: the entry itself, or the section that it would leave empty."""
    parent = path[:-1]
    if len(sheet.steps(parent)) == 1 and any(fits(parent, pattern) for pattern in _SECTIONS):
        return whole(sheet, parent)
    return path


def removed(sheet: Sheet, path: Path) -> str:
    """The text without the entry at `path`, and without the section that it leaves empty.

    UneditableError where the entry shares its lines in a way that this cannot respect.
    """
    path = whole(sheet, path)
    parent = path[:-1]
    only = len(sheet.steps(parent)) == 1
    if sheet.is_flow(parent):
        return _all_of_flow(sheet, path) if only else _from_flow(sheet, path)
    return _all_of_block(sheet, path) if only else _from_block(sheet, path)


def _from_block(sheet: Sheet, path: Path) -> str:
    """Without the entry's lines; of the blank lines around it those stay that separate its neighbours."""
    there = lines_of(sheet, path)
    first, end = there.first, there.end
    steps = sheet.steps(path[:-1])
    at = steps.index(path[-1])
    if at and (at + 1 == len(steps) or there.above <= there.below):
        first = max(first - there.above, lines_of(sheet, (*path[:-1], steps[at - 1])).end)
    else:
        end += there.below
    return _without_lines(sheet, first, end)


def _without_lines(sheet: Sheet, first: int, end: int) -> str:
    """The text without some lines. What had no line end at its end has none then."""
    head, tail = sheet.text[: sheet.begin(first)], sheet.text[sheet.begin(end) :]
    unfinished = not sheet.text.endswith(("\n", "\r"))
    if tail or not unfinished:
        return head + tail
    return head[: len(head) - len(_end_of(head))]


def _end_of(text: str) -> str:
    """The line end at the end of a text."""
    return next((end for end in ("\r\n", "\n", "\r") if text.endswith(end)), "")


def _all_of_block(sheet: Sheet, path: Path) -> str:
    """Without the only entry of a block, whose key holds an empty map then."""
    there = lines_of(sheet, path)
    rest = Sheet.of(_without_lines(sheet, there.first, there.end))
    empty = " {}" if isinstance(path[-1], str) else " []"
    at = sheet.after_key(path[:-1]) if len(path) > 1 else 0
    return rest.text[:at] + empty + rest.text[at:]


def _all_of_flow(sheet: Sheet, path: Path) -> str:
    """Without the only entry between two braces; a comment between them stays."""
    start, end = sheet.body(path[:-1])
    inside = sheet.text[start + 1 : end - 1]
    begin, behind = sheet.entry(path)
    if not has_comment(sheet.text[start + 1 : begin] + sheet.text[behind : end - 1]):
        return sheet.text[: start + 1] + sheet.text[end - 1 :]
    comma = comma_after(sheet, behind)
    cut = behind if comma is None else comma + 1
    return sheet.text[: start + 1] + inside[: begin - start - 1] + sheet.text[cut:]


def _from_flow(sheet: Sheet, path: Path) -> str:
    steps = sheet.steps(path[:-1])
    at = steps.index(path[-1])
    start, end = sheet.entry(path)
    comma = comma_after(sheet, end)
    ahead = sheet.entry((*path[:-1], steps[at - 1]))[1] if at else None
    if is_alone(sheet, path):
        text = _without_lines(sheet, comment_above(sheet, path), line_behind(sheet, path))
        return text if comma is not None or ahead is None else _without_comma(sheet, ahead, text)
    if ahead is not None and not has_comment(sheet.text[ahead:start]):
        return sheet.text[:ahead] + sheet.text[end:]
    if comma is None:
        kept = _without_comma(sheet, ahead, sheet.text) if ahead is not None else sheet.text
        return kept[: start - 1] + kept[end - 1 :]
    following = sheet.entry((*path[:-1], steps[at + 1]))[0] if at + 1 < len(steps) else comma + 1
    cut = comma + 1 if has_comment(sheet.text[comma:following]) else following
    return sheet.text[:start] + sheet.text[cut:]


def _without_comma(sheet: Sheet, offset: int, text: str) -> str:
    """`text`, which is the sheet's up to there, without the comma that follows an offset."""
    comma = comma_after(sheet, offset)
    return text if comma is None else text[:comma] + text[comma + 1 :]
