"""Values and their places, built from the events of one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from plano.diagnostics.model import Diagnostic, Related, Severity
from plano.language.places import NOTHING, Path, Place, Places
from plano.language.scalars import TooManyDigitsError, Value, plain
from plano.language.yaml11 import older, suspect

LONGEST_TEXT = 65_536  # bytes of UTF-8 in one scalar
LONGEST_KEY = 1024  # characters
DEEPEST = 64  # collections inside one another


Inside = Mapping[str | int, Place]


class _TooDeepError(Exception):
    """Nothing after this place is read."""


class Builder:
    """Takes the events that `following` gives, and collects a value and its places; what is wrong joins `found`.

    `broken` are the paths whose value is not what the author meant, `empty` those with nothing written.
    """

    def __init__(self, text: str, file: str, following: Callable[[], Event], found: list[Diagnostic]) -> None:
        self.value: Value = None
        self.broken: set[Path] = set()
        self.empty: list[Path] = []
        self._text = text
        self._root: Place | None = None
        self._spans = Places(text, file, None)
        self._following = following
        self._found = found
        self._anchors: dict[str, tuple[int, int]] = {}
        # Most of what is written stands there many times, and is judged once: right keys, and right texts' values.
        self._keys: set[str] = set()
        self._values: dict[str, Value] = {}

    def places(self) -> Places:
        """The places of what was read."""
        return Places(self._text, self._spans.file, self._root)

    def build(self) -> None:
        """Take all events of use: up to the end, a second document, or what is too deep."""
        self._following()
        event = self._following()
        if not isinstance(event, DocumentStartEvent):
            return
        first = _extent(event)
        self._refuse_directives(event)
        try:
            self.value, start, end, inside = self._value(self._following(), ())
        except _TooDeepError:
            return
        self._root = (start, end, start, end, inside)
        self._following()
        event = self._following()
        if isinstance(event, DocumentStartEvent):
            self._find(
                "yaml-documents", "a blueprint is one document, and here begins a second", *_extent(event),
                "a second document", "remove the line '---', or put what follows into a file of its own",
                (Related("the first begins here", self._spans.span(*first)),),
            )  # fmt: skip

    def _value(self, event: Event, path: Path) -> tuple[Value, int, int, Inside]:
        """The value that `event` begins, which stands at `path`, where it starts and ends, and what is inside."""
        if isinstance(event, ScalarEvent):
            return self._scalar(event, path)
        if not isinstance(event, CollectionStartEvent):
            self._refuse_alias(event, path)
            return None, *_extent(event), NOTHING
        if len(path) >= DEEPEST:
            self._stop_as_too_deep(event)
        if event.anchor is not None or event.ctag is not None:
            self._refuse_properties(event, path)
        return self._mapping(event, path) if isinstance(event, MappingStartEvent) else self._sequence(event, path)

    def _mapping(self, event: CollectionStartEvent, path: Path) -> tuple[Value, int, int, Inside]:
        last = event.end_mark.index
        following, right_keys, right_values = self._following, self._keys, self._values
        value: dict[str, Value] = {}
        inside: dict[str | int, Place] = {}
        while type(each := following()) is not MappingEndEvent:
            if (
                type(each) is ScalarEvent and (key := each.value) in right_keys and key not in inside
                and not each.style and each.anchor is None and each.ctag is None
            ):  # fmt: skip
                kept, key_start, key_end = True, each.start_mark.index, each.end_mark.index
            else:
                key, kept, key_start, key_end = self._key(each, path, inside)
            each = following()
            if (
                type(each) is ScalarEvent and each.value in right_values
                and not each.style and each.anchor is None and each.ctag is None
            ):  # fmt: skip
                found, within = right_values[each.value], NOTHING
                start, end = each.start_mark.index, each.end_mark.index
            else:
                found, start, end, within = self._value(each, (*path, key))
            if end > last:
                last = end
            if kept:
                value[key] = found
                inside[key] = (key_start, key_end, start, end, within)
        return value, event.start_mark.index, each.end_mark.index if event.flow_style else last, inside

    def _sequence(self, event: CollectionStartEvent, path: Path) -> tuple[Value, int, int, Inside]:
        last = event.end_mark.index
        value: list[Value] = []
        inside: dict[str | int, Place] = {}
        while type(each := self._following()) is not SequenceEndEvent:
            found, start, end, within = self._value(each, (*path, len(value)))
            if end > last:
                last = end
            inside[len(value)] = (start, end, start, end, within)
            value.append(found)
        return value, event.start_mark.index, each.end_mark.index if event.flow_style else last, inside

    def _scalar(self, event: ScalarEvent, path: Path) -> tuple[Value, int, int, Inside]:
        text: str = event.value
        start, end = self._written(event) if event.style else _extent(event)
        if event.anchor is not None or event.ctag is not None:
            self._refuse_properties(event, path)
        value: Value = text
        if not event.style:
            try:
                value = plain(text)
            except TooManyDigitsError:
                said = "this number has more digits than any key can take"
                self._broken("bad-value", said, path, start, end)
            else:
                if value is None:
                    self.empty.append(path)
                elif len(text) <= LONGEST_KEY and not (suspect(text) and self._is_older(text, start, end, key=False)):
                    self._values[text] = value
        if len(text) > LONGEST_TEXT // 4 and len(text.encode(errors="replace")) > LONGEST_TEXT:
            said = f"this text is longer than {LONGEST_TEXT} bytes"
            mend = "shorten it, or keep it in a file of its own"
            self._broken("text-too-long", said, path, start, start + 1, mend)
        if "\0" in text:
            said = "this text holds the character U+0000"
            self._broken("bad-character", said, path, start, end, "remove '\\0'")
        return value, start, end, NOTHING

    def _key(self, event: Event, path: Path, others: Inside) -> tuple[str, bool, int, int]:
        """The key that `event` begins in the mapping at `path`, whether its value counts, and its extent."""
        if not isinstance(event, ScalarEvent):
            self._refuse_as_key(event, path)
            return "", False, *_extent(event)
        text: str = event.value
        start, end = self._written(event) if event.style else _extent(event)
        if event.anchor is not None or event.ctag is not None:
            self._refuse_properties(event, path)
        is_older = not event.style and suspect(text) and self._is_older(text, start, end, key=True)
        if text == "<<" and not event.style:
            said, mend = "merge keys are not read alike everywhere", "write the keys out"
            self._broken("yaml-merge", said, path, start, end, mend)
        elif text in others:
            said, mend = f"the key {_short(text)} stands here twice", "keep one of the two"
            first = Related("the first is here", self._spans.span(*others[text][:2]))
            self._broken("duplicate-key", said, (*path, text), start, end, mend, (first,))
        elif "\0" in text or len(text) > LONGEST_KEY:
            said = f"a key is at most {LONGEST_KEY} characters, without U+0000"
            self._broken("bad-name", said, path, start, end)
        else:
            if not event.style and not is_older:
                self._keys.add(text)
            return text, True, start, end
        return text, False, start, end

    def _refuse_as_key(self, event: Event, path: Path) -> None:
        """Refuse a list, a map or an alias that stands for a key in the mapping at `path`."""
        if not isinstance(event, CollectionStartEvent):
            self._refuse_alias(event, path)
            return
        depth = len(path) + 1
        if depth >= DEEPEST:
            self._stop_as_too_deep(event)
        start = event.start_mark.index
        self._broken("bad-name", "a key is a text, not a list or a map", path, start, start + 1, "quote it")
        while depth > len(path):
            each = self._following()
            if isinstance(each, CollectionEndEvent):
                depth -= 1
            elif isinstance(each, CollectionStartEvent):
                depth += 1
                if depth >= DEEPEST:
                    self._stop_as_too_deep(each)

    def _refuse_alias(self, event: Event, path: Path) -> None:
        name = event.anchor if isinstance(event, NodeEvent) else ""
        first = self._anchors.get(str(name))
        related = () if first is None else (Related("what it stands for is here", self._spans.span(*first)),)
        said, mend = "aliases are not part of the language", "write the value out; shared fields belong in 'types'"
        self._broken("yaml-alias", said, path, *_extent(event), mend, related)

    def _refuse_directives(self, event: DocumentStartEvent) -> None:
        if event.version is not None or event.tags:
            start, end = _extent(event)
            end = max(end, self._text.find("\n", start))
            self._find("yaml-directive", "a blueprint has no YAML directives", start, end, "", "remove this line")

    def _refuse_properties(self, event: ScalarEvent | CollectionStartEvent, path: Path) -> None:
        """Refuse an anchor or a tag before a value."""
        for mark, name, code, said in (
            ("&", event.anchor, "yaml-anchor", "anchors are not part of the language"),
            ("!", event.tag, "yaml-tag", "tags are not part of the language: a value's type follows from its key"),
        ):
            if name is None:
                continue
            start = event.start_mark.index
            at = max(self._text.find(mark, start), start)
            end = at + 1
            while end < len(self._text) and self._text[end] not in " \t\r\n,[]{}":
                end += 1
            if mark == "&":
                self._anchors[name] = (at, end)
            self._broken(code, said, path, at, end, f"remove '{self._text[at:end]}'")

    def _stop_as_too_deep(self, event: Event) -> None:
        start = event.start_mark.index
        said = f"more than {DEEPEST} lists and maps stand inside one another"
        self._broken("too-deep", said, (), start, start + 1)
        raise _TooDeepError

    def _written(self, event: ScalarEvent) -> tuple[int, int]:
        """The extent of a scalar, without the line breaks after a block."""
        start, end = _extent(event)
        return (start, start + len(self._text[start:end].rstrip())) if event.style in ("|", ">") else (start, end)

    def _is_older(self, text: str, start: int, end: int, *, key: bool) -> bool:
        """Whether a reader of YAML 1.1 takes a suspect plain scalar for something else, which is a warning."""
        warning = older(text, lambda: self._spans.span(start, end), key=key)
        if warning is not None:
            self._found.append(warning)
        return warning is not None

    def _broken(
        self, code: str, said: str, path: Path, start: int, end: int, mend: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        self.broken.add(path)
        self._find(code, said, start, end, "", mend, related)

    def _find(
        self, code: str, said: str, start: int, end: int, label: str, mend: str, related: tuple[Related, ...] = ()
    ) -> None:
        span = self._spans.span(start, end)
        self._found.append(Diagnostic(code, Severity.ERROR, said, span, label, mend, related=related))


def _extent(event: Event) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
