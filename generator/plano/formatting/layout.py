"""A blueprint laid out: entries in order, two spaces a level, each with the comments that are its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plano.diagnostics.sourceline import lines_of
from plano.formatting.blocktexts import BlockText, is_text
from plano.formatting.flow import laid
from plano.formatting.order import ordered
from plano.language.places import Path
from plano.language.scalars import Value
from plano.renaming.source import Source

STEP = 2
_ROOT: Path = ()


class FormatError(Exception):
    """A way to write that has no layout here; `line` is where, and the text says what to write instead."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line


@dataclass(frozen=True, slots=True)
class _Entry:
    """One key or list item as it will stand: comments and blank lines above it, and its own lines."""

    above: list[str]
    own: list[str]


class Layout:
    """The layout of one text; `lines` gives it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = lines_of(source.text)

    def kept(self) -> int:
        """The first line of a text that keeps the empty lines behind it; 0 where there is none."""
        found = re.search(r"[|>](?:[0-9]?\+|\+[0-9])[ \t]*(?:#.*)?$", self._source.text, re.MULTILINE)
        return 0 if found is None else self._source.line_of(found.start())

    def lines(self) -> list[str]:
        """All lines of the formatted text. FormatError."""
        if self._source.flow(_ROOT) or not isinstance(self._source.at(_ROOT), dict):
            raise FormatError(1, "a blueprint is a map of keys, one a line")
        first = self._source.places.key((self._source.keys(_ROOT)[0],)).line
        header = self._lines[: first - 1]
        entries, tail = self._entries(_ROOT, 0, first, self._lines[self._last_line(_ROOT) :])
        found = self._sections(self._sorted(_ROOT, entries))
        while tail and not tail[-1]:
            tail.pop()
        return [*(line.rstrip(" \t") for line in header), *found, *tail]

    def _sections(self, entries: list[_Entry]) -> list[str]:
        """Top-level entries with one blank line between them; those of one line may stand directly together."""
        found: list[str] = []
        before: list[str] = []
        for each in entries:
            above = each.above
            while above and not above[0]:
                above = above[1:]
            apart = len(above) < len(each.above) or len([*above, *each.own]) > 1 or len(before) > 1
            if before and apart and before[-1]:  # a text may keep its empty lines
                found.append("")
            found += [*above, *each.own]
            before = each.own
        return found

    def _entries(self, path: Path, indent: int, first: int, tail: list[str]) -> tuple[list[_Entry], list[str]]:
        """The entries of the block mapping or list at `path`, as they are written, and the comments at its end.

        `first` is the line at which comments above the first entry begin, `tail` what stands behind the last.
        What is between two entries belongs to the one above where it stands as deep as something in it.
        """
        steps = self._steps(path)
        entries: list[_Entry] = []
        above = self._lines[first - 1 : self._begins((*path, steps[0])) - 1]
        for number, step in enumerate(steps):
            inner: Path = (*path, step)
            gap = tail
            if number + 1 < len(steps):
                gap = self._lines[self._last_line(inner) : self._begins((*path, steps[number + 1])) - 1]
            deeper, rest = self._parted(gap, inner)
            own = self._item(inner, indent, deeper) if isinstance(step, int) else self._keyed(inner, indent, deeper)
            entries.append(_Entry(_at(indent, _tidied(above)), own))
            above = rest
        return entries, _at(indent, _tidied(above))

    def _sorted(self, path: Path, entries: list[_Entry]) -> list[_Entry]:
        keys = self._source.keys(path)
        if not keys:
            return entries
        wanted = ordered(path, keys)
        return [entries[keys.index(key)] for key in wanted]

    def _block(self, path: Path, indent: int, first: int, tail: list[str]) -> list[str]:
        """The lines of a block collection, without blank lines above its first entry."""
        entries, closing = self._entries(path, indent, first, tail)
        found = [line for each in self._sorted(path, entries) for line in (*each.above, *each.own)]
        while found and not found[0]:
            found.pop(0)
        return [*found, *closing]

    def _keyed(self, path: Path, indent: int, tail: list[str]) -> list[str]:
        """A key with its value."""
        begin, after = self._source.key(path)
        start, end = self._source.place(path)
        text = self._source.text
        key = " " * indent + text[begin:after]
        line, column = self._source.places.position(begin)
        if self._lines[line - 1][: column - 1].strip(" -"):
            raise FormatError(line, "a key that begins with '?' has no layout here: write 'key: value'")
        between = text[after:start]
        if self._is_block(path):
            behind = between.lstrip().removeprefix(":")
            head = (key + ":" + behind[: self._source.line_end(after) - after]).split("\n")[0].split("\r")[0]
            return [head.rstrip(" \t"), *self._block(path, indent + STEP, line + 1, tail)]
        gap = between.lstrip(" \t").removeprefix(":")
        if start == end:  # nothing is written
            rest = text[after : self._source.line_end(after)].lstrip(" \t").removeprefix(":")
            return [(key + ":" + rest).rstrip(" \t")]
        if not re.search(r"[\r\n]", gap):
            gap = gap if gap.strip(" ") == "" and gap else " "
        return self._inline(path, key + ":" + gap, indent - (column - 1), indent)

    def _item(self, path: Path, indent: int, tail: list[str]) -> list[str]:
        """An item of a block list behind its dash."""
        start, _ = self._source.place(path)
        line, column = self._source.places.position(start)
        head = self._lines[line - 1][: column - 1]
        if not head.strip().endswith("-"):
            raise FormatError(line, "an item that begins below its dash has no layout here: write it behind the dash")
        if not self._is_block(path):
            return self._inline(path, " " * indent + "- ", indent - (len(head.rstrip(" \t")) - 1), indent)
        found = self._block(path, indent + STEP, line, tail)
        above = [" " * indent + each.lstrip() for each in _leading_comments(found)]
        found = found[len(above) :]
        return [*above, " " * indent + "- " + found[0].lstrip(), *found[1:]]

    def _inline(self, path: Path, head: str, shift: int, indent: int) -> list[str]:
        """A value behind its key or dash, with the comment behind it; its further lines move by `shift`."""
        start, end = self._source.place(path)
        text = self._source.text
        rest = text[end : self._source.line_end(end)].rstrip(" \t")
        if is_text(text[start:end]):
            header = head + text[start : self._source.line_end(start)].rstrip(" \t")
            return [header, *self._text(path).moved(self._last_line(path), indent, STEP)]
        lines = lines_of(head + laid(self._source, path) + rest)
        quoted, flow = text[start] in "'\"", text[start] in "{["
        further = [_least(_moved(each, shift), indent if flow else indent + 1) for each in lines[1:]]
        if not quoted:
            return [each.rstrip(" \t") for each in (lines[0], *further)]
        return [lines[0] if further else lines[0].rstrip(" \t"), *further]

    def _parted(self, gap: list[str], path: Path) -> tuple[list[str], list[str]]:
        """Comments behind what is at `path` that stand as deep as its entries, and all from the first other one on."""
        if not self._is_block(path):
            return [], gap
        column = self._column(path, self._steps(path)[0])
        if isinstance(path[-1], str):  # the dashes of a list may stand right under its key
            column = max(column, self._source.places.key(path).column)
        until = 0
        for number, line in enumerate(gap, start=1):
            bare = line.lstrip(" ")
            if bare.startswith("#"):
                if len(line) - len(bare) < column:
                    break
                until = number
        return gap[:until], gap[until:]

    def _steps(self, path: Path) -> list[str | int]:
        value = self._source.at(path)
        return [*range(len(value))] if isinstance(value, list) else [*self._source.keys(path)]

    def _column(self, path: Path, step: str | int) -> int:
        """The column, from 0, at which the entries of a block collection begin: that of a key, or of a dash."""
        if isinstance(step, str):
            return self._source.places.key((*path, step)).column - 1
        span = self._source.places.value((*path, step))
        return len(self._lines[span.line - 1][: span.column - 1].rstrip(" \t")) - 1

    def _begins(self, path: Path) -> int:
        span = self._source.places.value(path) if isinstance(path[-1], int) else self._source.places.key(path)
        return span.line

    def _is_block(self, path: Path) -> bool:
        value: Value = self._source.at(path)
        return isinstance(value, dict | list) and bool(value) and not self._source.flow(path)

    def _last_line(self, path: Path) -> int:
        """The last line of what is written at a path, from 1; with the blank lines that a text keeps at its end."""
        while self._is_block(path):
            path = (*path, self._steps(path)[-1])
        begin, end = self._source.place(path)
        line = self._source.line_of(end)
        if isinstance(path[-1], str) and begin == end:
            line = max(self._source.places.key(path).line, 1)
        return self._text(path).last(line) if is_text(self._source.text[begin:end]) else line

    def _text(self, path: Path) -> BlockText:
        """The text behind a bar at a path."""
        begin, end = self._source.place(path)
        base = self._column(path[:-1], path[-1])
        return BlockText(self._source.text[begin:end], self._lines, self._source.line_of(begin), base)


def _tidied(gap: list[str]) -> list[str]:
    """Comments and blank lines without spaces at their ends, and without two blank lines together."""
    found: list[str] = []
    for line in (each.rstrip(" \t") for each in gap):
        if line or not found or found[-1]:
            found.append(line)
    return found


def _at(indent: int, gap: list[str]) -> list[str]:
    return [" " * indent + line.lstrip(" ") if line else "" for line in gap]


def _leading_comments(lines: list[str]) -> list[str]:
    found = []
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            break
        found.append(line)
    return found


def _moved(line: str, shift: int) -> str:
    bare = line.lstrip(" ")
    return " " * max(len(line) - len(bare) + shift, 0) + bare if line else ""


def _least(line: str, indent: int) -> str:
    bare = line.lstrip(" ")
    return line if len(line) - len(bare) >= indent or not bare else " " * indent + bare
