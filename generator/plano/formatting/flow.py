"""Maps and lists in brackets: the spaces in them, and the order of a map's keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from plano.formatting.order import ordered
from plano.language.places import Path
from plano.renaming.source import Source

_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\r\n]*")
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class _Item:
    """One item with where it stands; `step` is its key or number."""

    step: str | int
    start: int
    end: int
    text: str


def laid(source: Source, path: Path) -> str:
    """What is written at `path`, laid out; line breaks stay where they are, and what is no bracket stays as it is."""
    start, end = source.place(path)
    opening = source.text[start : start + 1]
    if opening not in ("{", "[") or end - start < 2:
        return source.text[start:end]
    items = _items(source, path)
    if not items:
        inner = source.text[start + 1 : end - 1]
        return source.text[start:end] if inner.strip() else f"{opening}{source.text[end - 1]}"
    gaps = [source.text[start + 1 : items[0].start]]
    gaps += [source.text[one.end : other.start] for one, other in pairwise(items)]
    gaps.append(source.text[items[-1].end : end - 1])
    if opening == "{":
        items, gaps = _in_order(path, items, gaps)
    pieces = [opening, _first(gaps[0])]
    for item, gap in zip(items, gaps[1:-1], strict=False):
        pieces += [item.text, _between(gap)]
    return "".join([*pieces, items[-1].text, _last(gaps[-1]), source.text[end - 1]])


def _items(source: Source, path: Path) -> list[_Item]:
    value = source.at(path)
    items: list[_Item] = []
    if isinstance(value, list):
        for number in range(len(value)):
            start, end = source.place((*path, number))
            items.append(_Item(number, start, end, laid(source, (*path, number))))
    elif isinstance(value, dict):
        for key in value:
            (begin, after), (start, end) = source.key((*path, key)), source.place((*path, key))
            between = source.text[after:start]
            if start < end and not _BREAK.search(between) and "#" not in between:
                between = ": "
            text = source.text[begin:after] + between + laid(source, (*path, key))
            items.append(_Item(key, begin, max(after, end), text))
    return items


def _in_order(path: Path, items: list[_Item], gaps: list[str]) -> tuple[list[_Item], list[str]]:
    """The items in the language's order, each with its comments; as they are where these cannot go with them."""
    keys = [str(each.step) for each in items]
    wanted = ordered(path, keys)
    if wanted == keys:
        return items, gaps
    turn = [keys.index(key) for key in wanted]
    if not any(_COMMENT.search(gap) for gap in gaps):
        return [items[number] for number in turn], gaps
    if not all(_BREAK.search(gap) for gap in gaps[:-1]) or not _BREAK.search(gaps[-1]):
        return items, gaps
    return _with_comments(items, gaps, turn)


def _with_comments(items: list[_Item], gaps: list[str], turn: list[int]) -> tuple[list[_Item], list[str]]:
    """The same where every item begins a line: what is behind it and above it on lines of its own goes with it.

    Comments above the closing bracket stay above it.
    """
    behind = [_split(gap)[0] for gap in gaps]
    above = [_split(gap)[1] for gap in gaps]
    last = len(items) - 1
    new = [behind[0] + above[turn[0]]]
    for place, number in enumerate(turn):
        rest = above[turn[place + 1]] if place < last else above[-1]
        comment = "".join(_comment_of(behind[number + 1]))
        comma = "," if place < last or "," in _COMMENT.sub("", gaps[-1]) else ""
        new.append(comma + comment + rest)
    return [items[number] for number in turn], new


def _split(gap: str) -> tuple[str, str]:
    """What stands on the line of the item before, and all from the line break on."""
    found = _BREAK.search(gap)
    return (gap, "") if found is None else (gap[: found.start()], gap[found.start() :])


def _comment_of(text: str) -> tuple[str, ...]:
    """The comment on the rest of a line, with the space before it."""
    found = re.search(r"\s+#.*\Z", text)
    return () if found is None else (found[0],)


def _first(gap: str) -> str:
    return gap if _BREAK.search(gap) else ""


def _between(gap: str) -> str:
    """What separates two items: a comma and a space, or a comma and the line breaks that are there."""
    return ", " if not _BREAK.search(gap) else f",{_without_comma(gap)}"


def _last(gap: str) -> str:
    """What stands before the closing bracket."""
    if not _BREAK.search(gap):
        return ""
    comma = "," if "," in _COMMENT.sub("", gap) else ""
    return f"{comma}{_without_comma(gap)}"


def _without_comma(gap: str) -> str:
    """A gap that spans lines without its comma and without spaces before line breaks."""
    masked = _COMMENT.sub(lambda found: "#" * len(found[0]), gap)
    at = masked.find(",")
    rest = gap if at < 0 else gap[:at].rstrip(" \t") + gap[at + 1 :]
    return re.sub(r"[ \t]+(?=\r|\n)", "", rest)
