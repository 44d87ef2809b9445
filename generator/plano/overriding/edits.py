"""An edit of a rendered file as edits of the templates that its text comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, product

from plano.overriding.literal import Piece, Pieces

_TRIED = 64
"""Ways to place an edit that are tried: an insertion between two pieces of text may belong to either."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """`old[start:end]` became `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Patch:
    """`source[start:end]` of the template called `template` becomes `text`."""

    template: str
    start: int
    end: int
    text: str


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """How `old` became `new`, as narrow as can be told."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offsets = [0]
    for line in before:
        offsets.append(offsets[-1] + len(line))
    found = []
    for tag, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(_narrowed(old, offsets[first], offsets[last], "".join(after[begin:end])))
    return tuple(found)


def _narrowed(old: str, start: int, end: int, text: str) -> Hunk:
    """Without what both have at their beginning and their end, where something is replaced."""
    common = 0
    while common < min(end - start, len(text)) and old[start + common] == text[common]:
        common += 1
    start, text = start + common, text[common:]
    common = 0
    while common < min(end - start, len(text)) and old[end - 1 - common] == text[-1 - common]:
        common += 1
    return Hunk(start, end - common, text[: len(text) - common])


def not_literal(shown: Pieces, wanted: tuple[Hunk, ...]) -> tuple[Hunk, ...]:
    """The hunks that change what is no literal text of a template."""
    return tuple(hunk for hunk in wanted if not _ways(shown.literal, hunk))


def ways(shown: Pieces, wanted: tuple[Hunk, ...]) -> Iterator[tuple[Patch, ...]]:
    """Ways to change the templates so that the hunks may follow, the likeliest first."""
    for way in islice(product(*(_ways(shown.literal, hunk) for hunk in wanted)), _TRIED):
        yield tuple(patch for patches in way for patch in patches)


def _ways(literal: tuple[Piece, ...], hunk: Hunk) -> list[tuple[Patch, ...]]:
    if hunk.start == hunk.end:
        touching = [each for each in literal if each.start <= hunk.start <= each.end]
        touching.sort(key=lambda each: (not each.start < hunk.start < each.end, each.end != hunk.start))
        return [(_patch(each, hunk.start, hunk.end, hunk.text),) for each in touching]
    inside = [each for each in literal if each.start < hunk.end and hunk.start < each.end]
    covered = sum(min(each.end, hunk.end) - max(each.start, hunk.start) for each in inside)
    if covered != hunk.end - hunk.start:
        return []
    first, *rest = inside
    removed = [_patch(each, each.start, min(each.end, hunk.end), "") for each in rest]
    return [(_patch(first, hunk.start, min(first.end, hunk.end), hunk.text), *removed)]


def _patch(piece: Piece, start: int, end: int, text: str) -> Patch:
    shift = piece.at - piece.start
    return Patch(piece.template, start + shift, end + shift, _escaped(text))


def _escaped(text: str) -> str:
    """Text that Jinja gives as it stands, line ends and blanks at its tags too."""
    if not re.search(r"\{[{%#]|[}%#]\}|\{$", text):
        return text
    return f"{{%+ raw %}}{text}{{% endraw +%}}"


def patched(sources: Mapping[str, str], patches: tuple[Patch, ...]) -> dict[str, str] | None:
    """The sources that change, by their templates' names; None where two patches touch one place in two ways."""
    found: dict[str, str] = {}
    for name in {patch.template for patch in patches}:
        source, before = sources[name], len(sources[name]) + 1
        own = sorted({patch for patch in patches if patch.template == name}, key=lambda each: (each.start, each.end))
        for patch in reversed(own):
            if patch.end > before or (patch.end == before == patch.start):
                return None
            source, before = source[: patch.start] + patch.text + source[patch.end :], patch.start
        found[name] = source
    return found
