"""From the bytes of a document to its value: JSON by Python's own reader, YAML by the blueprint's."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from plano.diagnostics.model import Severity, Span
from plano.externals.document import Finding
from plano.language.places import Path, Places, alone
from plano.language.read import read
from plano.language.scalars import Value

DEEPEST = 64
"""Lists and maps inside one another, in JSON as in YAML."""
_WORDS = {
    "yaml-alias": ("an alias stands here, and none is followed", "write out what it stands for"),
    "yaml-anchor": ("an anchor stands here, and none is read", "remove it"),
    "yaml-merge": ("a merge key stands here, and none is read", "write the keys out"),
    "yaml-tag": ("a tag stands here, and none is read", "remove it"),
    "yaml-documents": ("a second document begins here", "keep one document in a file"),
    "bad-character": ("a character stands here that YAML does not allow", "remove it"),
}
"""What the blueprint's reader says of the language of blueprints, said of a document."""

Spans = Callable[[Path], Span | None]
"""The place in the file of a path; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's value; where `faults` has any, it does not count. Each fault comes with its place."""

    value: Value
    faults: tuple[tuple[Finding, Span | None], ...]
    spans: Spans


def parsed(raw: bytes, file: str) -> Parsed:
    """The document in `raw`, which was read of `file`. Mistakes are faults."""
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return _refused("this file is not UTF-8", "save it as UTF-8", raw[: error.start].decode(), file)
    return _json(text, file) if text.lstrip()[:1] == "{" and not _is_yaml(file) else _yaml(text, file)


def _is_yaml(file: str) -> bool:
    return file.lower().endswith((".yaml", ".yml"))


def _yaml(text: str, file: str) -> Parsed:
    document = read(text, file)
    faults = tuple(
        (Finding((), *_WORDS.get(each.code, (each.message, each.help))), each.span)
        for each in document.diagnostics
        if each.severity is Severity.ERROR
    )
    return Parsed(document.value, faults, document.places.value)


def _json(text: str, file: str) -> Parsed:
    try:
        value: Value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        return _refused(f"this is not JSON: {error.msg}", "correct it here", text[: error.pos], file)
    except _TwiceError as error:
        return _refused(str(error), "keep one of the two", "", file)
    except RecursionError:
        return _too_deep(file)
    except ValueError:
        return _refused("a number stands here that JSON does not have", "write one of at most 4300 digits", "", file)
    if not _is_flat(value):
        return _too_deep(file)
    if _has_surrogates(text, value):
        return _refused("half a character (a lone surrogate) stands in a text", "write the whole one", "", file)
    places: list[Places] = []

    def span(path: Path) -> Span | None:
        if not places:  # JSON is read as YAML only to find out where something stands
            places.append(read(text, file).places)
        return places[0].value(path) if not path or places[0].has(path) else None

    return Parsed(value, (), span)


class _TwiceError(ValueError):
    """A key that an object has twice."""


def _once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, number in Counter(key for key, _ in pairs).items() if number > 1)
        raise _TwiceError(f"an object has the key {twice[:80]!r} twice")
    return found


def _no_number(word: str) -> Value:
    raise ValueError(word)


def _is_flat(value: Value) -> bool:
    layer = [value]
    for _ in range(DEEPEST):
        inner: list[Value] = []
        for each in layer:
            inner += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        if not inner:
            return True
        layer = inner
    return not any(isinstance(each, dict | list) for each in layer)


def _has_surrogates(text: str, value: Value) -> bool:
    if "\\u" not in text:
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _too_deep(file: str) -> Parsed:
    said = f"more than {DEEPEST} lists and objects stand inside one another"
    return _refused(said, "give the inner ones a name under 'components'", "", file)


def _refused(said: str, mend: str, before: str, file: str) -> Parsed:
    """A document that ends being read behind the text `before`; where that is empty nobody knows the place."""
    places = Places(f"{before}.", file, alone(0, 0))
    span = places.span(len(before), len(before) + 1) if before else None
    return Parsed(None, ((Finding((), said, mend), span),), lambda _: None)
