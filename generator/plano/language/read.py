"""From text to values with places: the subset of YAML that any parser of YAML 1.1 or 1.2 reads alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plano.collection import no_collection
from plano.diagnostics.model import Diagnostic, Severity
from plano.language.builder import Builder
from plano.language.cparser import ParserMissingError, YamlSyntaxError, parsing
from plano.language.places import Path, Places, alone
from plano.language.scalars import Value
from plano.language.syntax import explain

__all__ = ["Document", "ParserMissingError", "read"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAKS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Document:
    """What a text holds.

    `value` is None where nothing could be read. `broken` are the paths whose value is not what the
    author meant, because a diagnostic already speaks of them; what is at or under one is not judged again.
    `empty` are the paths with nothing written, in their order.
    """

    value: Value
    places: Places
    diagnostics: tuple[Diagnostic, ...]
    broken: frozenset[Path]
    complete: bool
    empty: tuple[Path, ...] = ()


def read(text: str, file: str) -> Document:
    """The one document in `text`; `file` is the name that its spans carry.

    Mistakes are diagnostics. ParserMissingError where libyaml's parser is not installed.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    stray = _FORBIDDEN.search(text)
    if stray is not None:
        places = Places(text, file, alone(0, len(text)))
        return Document(None, places, (_stray(places, stray.group(), stray.start()),), frozenset({()}), False)
    found: list[Diagnostic] = []
    try:
        with no_collection(), parsing(text) as following:
            builder = Builder(text, file, following, found)
            builder.build()
    except YamlSyntaxError as fault:
        places = Places(text, file, alone(0, len(text)))
        said = explain(fault, text, places)
        before = [each for each in found if each.span != said.span]  # one cause, one finding
        return Document(None, places, (*before, said), frozenset({()}), False)
    return Document(
        builder.value, builder.places(), tuple(found), frozenset(builder.broken), True, tuple(builder.empty)
    )


def _stray(places: Places, character: str, at: int) -> Diagnostic:
    number = f"U+{ord(character):04X}"
    if character in _LINE_BREAKS:
        said = f"the character {number} ends a line for some readers of YAML and not for others"
        mend = f"write {_LINE_BREAKS[character]} inside a double-quoted text"
    elif "\ud800" <= character <= "\udfff":
        said = f"{number} is half a character (a lone surrogate)"
        mend = "write the whole character, or remove it"
    else:
        said = f"the character {number} may not stand in a blueprint"
        mend = (
            "remove it"
            if character == "\0"
            else f"write \\x{ord(character):02x} inside a double-quoted text, or remove it"
        )
    return Diagnostic("bad-character", Severity.ERROR, said, places.span(at, at + 1), "here", mend)
