"""Adding an entry to a map: in its braces, or on lines of its own."""

from __future__ import annotations

from collections.abc import Iterator

from plano.editing.blocklines import column_of, lines_of, told_below
from plano.editing.flowmarks import comma_after, comment_above, is_alone, line_behind
from plano.editing.order import before_of
from plano.editing.sheet import Sheet, UneditableError
from plano.editing.style import Style
from plano.editing.writing import in_block, pair
from plano.language.places import Path
from plano.language.scalars import Value


def inserted(sheet: Sheet, path: Path, value: Value) -> str:
    """The text with an entry at `path`, whose last step is a key that its map does not have.

    Where the map is missing too, it comes with the entry. A key of the language comes where the language has it,
    any other behind the last. UneditableError where a neighbour is written in a way that this cannot respect.
    """
    parent = path[:-1]
    if parent and not sheet.has(parent):
        return inserted(sheet, parent, {str(path[-1]): value})
    if sheet.value(parent) is None and parent:
        return _under_nothing(sheet, path, value)
    if not isinstance(sheet.value(parent), dict):
        raise UneditableError("this is no map, and nothing can be added to it", sheet.body(parent)[0])
    if sheet.is_flow(parent):
        return _in_flow(sheet, path, value)
    return _in_block(sheet, path, value)


def _in_block(sheet: Sheet, path: Path, value: Value) -> str:
    parent = path[:-1]
    steps = sheet.steps(parent)
    previous = before_of(path, steps)
    neighbour: Path = (*parent, steps[0] if previous is None else previous)
    style = Style(sheet, path)
    there = lines_of(sheet, neighbour)
    entry = in_block(path, value, there.column, style.step(), style.flow, style.width(neighbour))
    if previous is None:
        return _with_lines(sheet, there.first, list(entry))
    told = told_below(sheet, there, str(path[-1]))
    if told is not None:  # without a blank line it would be the entry's own comment, and would go with it
        return _with_lines(sheet, told, ["", *entry])
    return _with_lines(sheet, there.end, [*_gap(sheet, neighbour), *entry])


def _gap(sheet: Sheet, previous: Path) -> Iterator[str]:
    """As many blank lines as there are behind the entry before, or above it where it is the last."""
    steps = sheet.steps(previous[:-1])
    there = lines_of(sheet, previous)
    at = steps.index(previous[-1])
    number = there.below if at + 1 < len(steps) else there.above if at else 0
    yield from [""] * number


def _with_lines(sheet: Sheet, line: int, new: list[str]) -> str:
    """The text with lines put before `line`. What had no line end at its end has none then."""
    at, end = sheet.begin(line), sheet.line_end
    head, tail = sheet.text[:at], sheet.text[at:]
    if head and not head.endswith(("\n", "\r")):
        return head + end + end.join(new)
    return head + "".join(each + end for each in new) + tail


def _under_nothing(sheet: Sheet, path: Path, value: Value) -> str:
    """The text with a first entry under a key that has no value."""
    parent = path[:-1]
    key, _ = sheet.entry(parent)
    if not sheet.text[:key] or not sheet.before(key).strip(" "):
        style = Style(sheet, path)
        column = column_of(sheet, parent) + style.step()
        return _with_lines(sheet, sheet.line(key) + 1, list(in_block(path, value, column, style.step(), style.flow)))
    raise UneditableError("this key has no value: write '{}' behind it first", key)


def _in_flow(sheet: Sheet, path: Path, value: Value) -> str:
    parent = path[:-1]
    steps = sheet.steps(parent)
    entry = pair(str(path[-1]), value)
    start, end = sheet.body(parent)
    if not steps:
        inside = sheet.text[start + 1 : end - 1]
        return sheet.text[: start + 1] + entry + (inside if inside.strip() else "") + sheet.text[end - 1 :]
    previous = before_of(path, steps)
    neighbour: Path = (*parent, steps[0] if previous is None else previous)
    begin, behind = sheet.entry(neighbour)
    if not is_alone(sheet, neighbour):
        if previous is None:
            return sheet.text[:begin] + entry + ", " + sheet.text[begin:]
        return sheet.text[:behind] + ", " + entry + sheet.text[behind:]
    line = sheet.before(begin) + entry
    if previous is None:
        return _with_lines(sheet, comment_above(sheet, neighbour), [line + ","])
    if comma_after(sheet, behind) is not None:
        return _with_lines(sheet, line_behind(sheet, neighbour), [line + ","])
    longer = Sheet.of(sheet.text[:behind] + "," + sheet.text[behind:])
    return _with_lines(longer, line_behind(longer, neighbour), [line])
