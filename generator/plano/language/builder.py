"""Values and their places, built from the events of one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from plano.diagnostics.model import Diagnostic, Related, Severity
from plano.language.cparser import CollectionEvent, DocumentEvent, Event, NodeEvent, ScalarEvent
from plano.language.places import Path, Place, Places
from plano.language.scalars import TooManyDigitsError, Value, plain
from plano.language.yaml11 import older, suspect

LONGEST_TEXT = 65_536  # bytes of UTF-8 in one scalar
DEEPEST = 64  # collections inside one another

_NO_KEYS: dict[str, tuple[int, int]] = {}
_NOTHING: dict[str | int, Place] = {}
# Most places are of scalars, which have nothing inside: two empty dicts for each would be half of the memory.


@dataclass(slots=True)
class _Open:
    """A mapping or a sequence that has not ended; `skip` where what it holds is not wanted."""

    place: Place
    path: Path
    flow: bool
    mapping: dict[str, Value] | None
    sequence: list[Value] | None
    key: str | None = None
    expects_key: bool = True
    skip_value: bool = False


class Builder:
    """Takes events in their order and collects a value, its places and what is wrong."""

    def __init__(self, text: str, file: str) -> None:
        self.value: Value = None
        self.diagnostics: list[Diagnostic] = []
        self.broken: set[Path] = set()
        self._text = text
        self._root: Place | None = None
        self._spans = Places(text, file, None)
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[int, int]] = {}
        self._documents: list[tuple[int, int]] = []
        self._ignored = 0  # depth inside a collection that stands where a key is wanted

    def places(self) -> Places:
        """The places of what was read."""
        return Places(self._text, self._spans.file, self._root)

    def take(self, event: Event) -> bool:
        """Take one event; False when nothing after it is of use."""
        name = type(event).__name__
        if name == "ScalarEvent":
            self._scalar(event)
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            return self._start(event, mapping=name == "MappingStartEvent")
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            self._end(event)
        elif name == "DocumentStartEvent":
            return self._document(event)
        elif name == "AliasEvent":
            self._alias(event)
        return True

    def _document(self, event: Event) -> bool:
        start, end = event.start_mark.index, event.end_mark.index
        if self._documents:
            first = self._documents[0]
            self._find(
                "yaml-documents", "a blueprint is one document, and here begins a second", start, end,
                "a second document", "remove the line '---', or put what follows into a file of its own",
                (Related("the first begins here", self._spans.span(*first)),),
            )  # fmt: skip
            return False
        self._documents.append((start, end))
        if is_document(event) and (event.version is not None or event.tags):
            end = max(end, self._text.find("\n", start))
            self._find("yaml-directive", "a blueprint has no YAML directives", start, end, "", "remove this line")
        return True

    def _scalar(self, event: Event) -> None:
        if not is_scalar(event):
            return
        if self._ignored:
            return
        start, end = event.start_mark.index, event.end_mark.index
        text, style = event.value, event.style
        if style in ("|", ">"):
            end = start + len(self._text[start:end].rstrip())
        if self._open and self._open[-1].expects_key:
            self._take_key(event, text, start, end)
            return
        if event.anchor is not None or event.tag is not None:
            self._properties(event, self._here(), start)
        value: Value = text
        if not style:
            try:
                value = plain(text)
            except TooManyDigitsError:
                said = "this number has more digits than any key can take"
                self._broken("bad-value", said, self._here(), start, end)
            else:
                if suspect(text):
                    self._older(text, start, end, key=False)
        if len(text) > LONGEST_TEXT // 4 and len(text.encode(errors="replace")) > LONGEST_TEXT:
            said = f"this text is longer than {LONGEST_TEXT} bytes"
            mend = "shorten it, or keep it in a file of its own"
            self._broken("text-too-long", said, self._here(), start, start + 1, mend)
        if "\0" in text:
            said = "this text holds the character U+0000"
            self._broken("bad-character", said, self._here(), start, end, "remove '\\0'")
        self._put(value, Place(start, end, _NO_KEYS, _NOTHING))

    def _take_key(self, event: ScalarEvent, text: str, start: int, end: int) -> None:
        top = self._open[-1]
        if event.anchor is not None or event.tag is not None:
            self._properties(event, top.path, start)
        top.expects_key = False
        top.key = text
        top.skip_value = False
        if not event.style and suspect(text):
            self._older(text, start, end, key=True)
        if text == "<<" and not event.style:
            self._broken(
                "yaml-merge", "merge keys are not read alike everywhere", top.path, start, end, "write the keys out"
            )
            top.skip_value = True
        elif text in top.place.keys:
            first = self._spans.span(*top.place.keys[text])
            self._broken(
                "duplicate-key", f"the key {_short(text)} stands here twice", (*top.path, text), start, end,
                "keep one of the two", (Related("the first is here", first),),
            )  # fmt: skip
            top.skip_value = True
        elif "\0" in text or len(text) > 1024:
            self._broken("bad-name", "a key is at most 1024 characters, without U+0000", top.path, start, end)
            top.skip_value = True
        else:
            top.place.keys[text] = (start, end)

    def _start(self, event: Event, *, mapping: bool) -> bool:
        if not is_collection(event):
            return True
        start = event.start_mark.index
        if len(self._open) + self._ignored >= DEEPEST:
            self._broken(
                "too-deep", f"more than {DEEPEST} lists and maps stand inside one another", (), start, start + 1
            )
            return False
        if self._ignored:
            self._ignored += 1
            return True
        if self._expects_key():
            top = self._open[-1]
            self._broken("bad-name", "a key is a text, not a list or a map", top.path, start, start + 1, "quote it")
            top.expects_key, top.key, top.skip_value = False, "", True
            self._ignored = 1
            return True
        path = self._here()
        if event.anchor is not None or event.tag is not None:
            self._properties(event, path, start)
        place = Place(start, max(start, event.end_mark.index))
        value: dict[str, Value] | list[Value]
        if mapping:
            value = {}
            self._put(value, place)
            self._open.append(_Open(place, path, event.flow_style, value, None))
        else:
            value = []
            self._put(value, place)
            self._open.append(_Open(place, path, event.flow_style, None, value, expects_key=False))
        return True

    def _end(self, event: Event) -> None:
        if self._ignored:
            self._ignored -= 1
            return
        closed = self._open.pop()
        if closed.flow:
            closed.place.end = event.end_mark.index
        if self._open:
            parent = self._open[-1]
            parent.place.end = max(parent.place.end, closed.place.end)

    def _alias(self, event: Event) -> None:
        if self._ignored:
            return
        start, end = event.start_mark.index, event.end_mark.index
        name = getattr(event, "anchor", "")
        first = self._anchors.get(str(name))
        related = () if first is None else (Related("what it stands for is here", self._spans.span(*first)),)
        expects_key = self._expects_key()
        self._broken(
            "yaml-alias", "aliases are not part of the language", self._open[-1].path if expects_key else self._here(),
            start, end, "write the value out; shared fields belong in 'types'", related,
        )  # fmt: skip
        if expects_key:
            top = self._open[-1]
            top.expects_key, top.key, top.skip_value = False, "", True
        else:
            self._put(None, Place(start, end))

    def _properties(self, event: NodeEvent, path: Path, start: int) -> None:
        """Refuse an anchor or a tag before a value."""
        for mark, name, code, said in (
            ("&", event.anchor, "yaml-anchor", "anchors are not part of the language"),
            ("!", event.tag, "yaml-tag", "tags are not part of the language: a value's type follows from its key"),
        ):
            if name is None:
                continue
            at = max(self._text.find(mark, start), start)
            end = at + 1
            while end < len(self._text) and self._text[end] not in " \t\r\n,[]{}":
                end += 1
            if mark == "&":
                self._anchors[name] = (at, end)
            self._broken(code, said, path, at, end, f"remove '{self._text[at:end]}'")

    def _older(self, text: str, start: int, end: int, *, key: bool) -> None:
        """Warn where a reader of YAML 1.1 takes a plain scalar for something else."""
        if (found := older(text, self._spans.span(start, end), key=key)) is not None:
            self.diagnostics.append(found)

    def _put(self, value: Value, place: Place) -> None:
        """Store a value under the open collection's next key or index."""
        if not self._open:
            self.value = value
            self._root = place
            return
        top = self._open[-1]
        if place.end > top.place.end:
            top.place.end = place.end
        if top.sequence is not None:
            top.place.inside[len(top.sequence)] = place
            top.sequence.append(value)
        elif top.mapping is not None and top.key is not None:
            if not top.skip_value:
                top.place.inside[top.key] = place
                top.mapping[top.key] = value
            top.expects_key = True

    def _expects_key(self) -> bool:
        return bool(self._open) and self._open[-1].expects_key

    def _here(self) -> Path:
        """The path of the value that comes next."""
        if not self._open:
            return ()
        top = self._open[-1]
        return (*top.path, len(top.sequence)) if top.sequence is not None else (*top.path, top.key or "")

    def _broken(
        self, code: str, said: str, path: Path, start: int, end: int, mend: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        self.broken.add(path)
        self._find(code, said, start, end, "", mend, related)

    def _find(
        self, code: str, said: str, start: int, end: int, label: str, mend: str, related: tuple[Related, ...] = ()
    ) -> None:
        span = self._spans.span(start, end)
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, said, span, label, mend, related=related))


def is_scalar(event: Event) -> TypeGuard[ScalarEvent]:
    """Whether the event is a scalar's."""
    return hasattr(event, "style")


def is_collection(event: Event) -> TypeGuard[CollectionEvent]:
    """Whether the event begins a mapping or a sequence."""
    return hasattr(event, "flow_style")


def is_document(event: Event) -> TypeGuard[DocumentEvent]:
    """Whether the event begins a document."""
    return hasattr(event, "version")


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
