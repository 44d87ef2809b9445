"""What a person did that made a text unreadable, where reading stopped at another place or in other words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent, MappingStartEvent, NodeEvent, ScalarEvent

from plano.language.cparser import YamlSyntaxError, parsing
from plano.language.lookalikes import TYPOGRAPHIC_QUOTES, WIDE_INDENT, wide_space

_CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7}|\|{7})(?=[ \r\n]|\Z)", re.M)
_QUOTES = "".join(sorted(TYPOGRAPHIC_QUOTES))
_TYPOGRAPHIC = re.compile(rf"(?:^|[\s\[{{,])([{_QUOTES}])", re.M)
_CLOSED = re.compile(rf"[{_QUOTES}] *[,}}\]]")
_AFTER_A_TEXT = frozenset(" \t\r\n,]}:#") | {""}
"""What may follow the quote that closes a text: before anything else it is an apostrophe, or opens the next one."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What was done, and how to mend it; it stands from `start` to `end`, and `there` at `also` is the second mark."""

    said: str
    mend: str
    start: int
    end: int
    there: str = ""
    also: int | None = None


@dataclass(slots=True)
class _Read:
    """What was read before the fault: the texts that span lines, as start, end and style; the keys in column 1.

    Of unquoted texts only those that end on a line before it: one that reaches it is what the fault made of a line.
    """

    text: str
    fault: YamlSyntaxError
    long_texts: list[tuple[int, int, str]] = field(default_factory=list)
    keys: list[tuple[int, str]] = field(default_factory=list)

    def line(self, at: int) -> tuple[int, int]:
        """Where the line that holds an offset begins and ends."""
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end

    def in_a_text(self, at: int) -> bool:
        """Whether an offset lies inside a text, where anything may stand."""
        return any(start < at < end for start, end, _ in self.long_texts)


def cause(fault: YamlSyntaxError, text: str) -> Cause | None:
    """What the fault came from; None where it is what it says, at its own place."""
    read = _read(text, fault)
    return next((found for find in _CAUSES if (found := find(read)) is not None), None)


def _read(text: str, fault: YamlSyntaxError) -> _Read:
    """The text once more, up to the fault."""
    read = _Read(text, fault)
    depth, at_key = 0, True
    last = read.line(fault.index)[0]
    try:
        with parsing(text) as following:
            while (event := following()) is not None:
                if isinstance(event, CollectionEndEvent):
                    depth -= 1
                    at_key = at_key or depth == 1
                elif isinstance(event, NodeEvent):
                    start, end = event.start_mark.index, event.end_mark.index
                    if isinstance(event, ScalarEvent) and "\n" in text[start:end] and (event.style or end < last):
                        read.long_texts.append((start, end, event.style or ""))
                    if isinstance(event, ScalarEvent) and depth == 1 and at_key:
                        read.keys.append((start, event.value))
                    at_key = not at_key if depth == 1 and isinstance(event, ScalarEvent) else depth == 0
                    depth += isinstance(event, CollectionStartEvent)
                    at_key = at_key or (depth == 1 and isinstance(event, MappingStartEvent))
    except YamlSyntaxError:
        return read
    return read


def _conflict(read: _Read) -> Cause | None:
    """Git's markers of a merge that was not ended."""
    until = read.line(read.fault.index)[1]
    found = [each for each in _CONFLICT.finditer(read.text, 0, until) if not read.in_a_text(each.start())]
    if not found:
        return None
    start = found[0].start()
    end = len(read.text[: read.line(start)[1]].rstrip())
    if found[0][0][0] == "<":
        mend = "choose a side, and remove the lines <<<<<<<, ======= and >>>>>>> with the other one"
        return Cause("a conflict of Git stands here", mend, start, end)
    return Cause("a marker of a conflict of Git is left here", "remove this line", start, end)


def _wide_indent(read: _Read) -> Cause | None:
    """A space in an indentation, or after a key, that is none to YAML."""
    for found in WIDE_INDENT.finditer(read.text, 0, read.line(read.fault.index)[1]):
        at = found.start(1)
        if not read.in_a_text(at):
            return Cause(*wide_space(found[1]), at, at + 1)
    return None


def _typographic(read: _Read) -> Cause | None:
    """Quotes of a word processor, before a value on the line of the fault."""
    start, _ = read.line(read.fault.index)
    found = next(_TYPOGRAPHIC.finditer(read.text, start, read.fault.index + 1), None)
    if found is None or read.in_a_text(found.start(1)):
        return None
    at = found.start(1)
    if _CLOSED.search(read.text, at, read.fault.index):
        return None
    return Cause(f"{found[1]} is not one of YAML's quotes", "write \"…\" or '…'", at, at + 1)


def _unclosed(read: _Read) -> Cause | None:
    """A quote that was not closed: the text goes on to the next one, or to the end of the file."""
    text, fault = read.text, read.fault
    if fault.problem == "found unexpected end of stream" and fault.context_index is not None:
        return _open_text(read, fault.context_index, None)
    for start, end, style in reversed(read.long_texts):
        if style in ("'", '"') and read.line(end)[0] <= fault.index <= read.line(end)[1]:
            return None if text[end : end + 1] in _AFTER_A_TEXT else _open_text(read, start, end - 1)
    return None


def _open_text(read: _Read, start: int, closed: int | None) -> Cause:
    quote = read.text[start]
    end = len(read.text[: read.line(start)[1]].rstrip())
    said = "the text that begins here is not closed on this line"
    inside = quote * 2 if quote == "'" else chr(92) + quote
    mend = f"write {quote} at its end; one that belongs to the text is written {inside}"
    return Cause(said, mend, start, end, "so YAML takes this for its end" if closed is not None else "", closed)


def _item_in_map(read: _Read) -> Cause | None:
    """`- key: …` between the keys of a map."""
    at = read.fault.index
    if read.fault.problem != "did not find expected key" or not re.compile(r"-[ \t]+\S").match(read.text, at):
        return None
    return Cause("a list item stands in a map", "remove the '-'", at, at + 1)


def _lost_indent(read: _Read) -> Cause | None:
    """A key that slipped to column 1, where what follows it stands deeper."""
    from plano.language.blueprint import Blueprint  # whoever reads a right text does not need the models here
    from plano.language.lookup import keys_of

    known = keys_of(Blueprint)
    before = ""
    for start, key in read.keys:
        if key not in known and before and read.fault.problem in _OF_COLUMNS:
            said = f"{key!r} stands in column 1, and is no key of a blueprint"
            return Cause(said, f"indent it, if it belongs to {before!r}", start, start + len(key))
        before = key if key in known else before
    return None


_OF_COLUMNS = ("did not find expected key", "mapping values are not allowed in this context")
_CAUSES: tuple[Callable[[_Read], Cause | None], ...] = (
    _conflict, _wide_indent, _typographic, _unclosed, _item_in_map, _lost_indent,
)  # fmt: skip
