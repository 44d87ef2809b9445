"""From text to a typed blueprint, or to all that is wrong with it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import ValidationError

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.language.blueprint import LANGUAGE_VERSION, Blueprint
from plano.language.emptyvalues import empty_values
from plano.language.kinds import keys_of_other_kinds
from plano.language.places import Path as KeyPath
from plano.language.places import Places, alone
from plano.language.read import Document, read

LARGEST = 16 << 20
"""Bytes of a blueprint; one of 5,000 services has about 4 MiB."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A blueprint that was read. `blueprint` is None where `diagnostics` has an error."""

    blueprint: Blueprint | None
    places: Places
    diagnostics: tuple[Diagnostic, ...]


def load(text: str, file: str) -> Loaded:
    """The blueprint in `text`; `file` is the name that its spans carry. Mistakes are diagnostics."""
    document = read(text, file)
    if not document.complete:
        return Loaded(None, document.places, document.diagnostics)
    found = list(document.diagnostics)
    blueprint: Blueprint | None = None
    first = _first_fault(document)
    if first is not None:
        found.append(first)
    elif document.value is not None:
        silent = set(document.broken)
        found += _beyond_models(document, silent)
        try:
            blueprint = Blueprint.model_validate(document.value)
        except ValidationError as error:
            from plano.language.faults import faults  # takes milliseconds, and a right blueprint has none
            from plano.language.toodeep import entries_too_deep

            deep = entries_too_deep(document)
            found = [*(each for each in found if not deep.hides(each.span)), *deep.found]
            found += faults(error, document, frozenset(silent | deep.paths))
    found = sorted(_once(found), key=_order)
    failed = any(diagnostic.severity is Severity.ERROR for diagnostic in found)
    return Loaded(None if failed else blueprint, document.places, tuple(found))


def load_file(path: FilePath, name: str | None = None) -> Loaded:
    """The blueprint in the file at `path`; spans carry `name`, or the path as given."""
    file = name or str(path)
    nowhere = Places("", file, alone(0, 0))
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        said = f"no {path.name} here"
        mend = "go to the folder that holds it, or make a platform with: plano new DIR"
        return Loaded(None, nowhere, (Diagnostic("no-blueprint", Severity.ERROR, said, None, "", mend),))
    except OSError as error:
        said = f"{file} cannot be read: {error.strerror or 'unknown reason'}"
        mend = "it must be a file that you may read"
        return Loaded(None, nowhere, (Diagnostic("no-blueprint", Severity.ERROR, said, None, "", mend),))
    if len(raw) > LARGEST:
        said = f"a blueprint has at most {LARGEST >> 20} MiB, and here it has more"
        mend = "is this the file you meant? Nothing of it was read"
        return _refused("file-too-large", said, mend, raw, LARGEST, file)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        said = "this file is UTF-16, and a blueprint is UTF-8"
        return _refused("bad-character", said, "save the file as UTF-8", raw, 0, file)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        said = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        return _refused("bad-character", said, "save the file as UTF-8", raw, error.start, file)
    return load(text, file)


def _refused(code: str, said: str, mend: str, raw: bytes, at: int, file: str) -> Loaded:
    """What cannot be read because of the byte at `at`."""
    before = raw[:at].decode("utf-8", "replace")
    places = Places(before, file, alone(0, 0))
    line, column = places.position(len(before))
    span = Span(file, line, column, line, column + 1)
    return Loaded(None, places, (Diagnostic(code, Severity.ERROR, said, span, "", mend),))


def _first_fault(document: Document) -> Diagnostic | None:
    """What makes all further judgement meaningless: nothing there, no map, another version of the language."""
    places = document.places
    value = document.value
    if () in document.broken:
        return None
    if value is None:
        said = "the blueprint is empty"
        mend = "begin with 'blueprint: 1', 'platform:' and 'environments:'"
        return Diagnostic("empty-blueprint", Severity.ERROR, said, places.value(()), "", mend)
    if not isinstance(value, dict):
        said = "a blueprint is a map of keys"
        return Diagnostic("wrong-type", Severity.ERROR, said, places.value(()), "", "begin with 'blueprint: 1'")
    version = value.get("blueprint")
    return _other_version(version, places) if isinstance(version, int) and not isinstance(version, bool) else None


def _other_version(version: int, places: Places) -> Diagnostic | None:
    if version == LANGUAGE_VERSION:
        return None
    said = f"this blueprint is in version {version} of the language; this Plano reads version {LANGUAGE_VERSION}"
    place = places.value(("blueprint",))
    if version > LANGUAGE_VERSION:
        mend = f"install Plano {version}.0 or newer, which reads version {version}"
        return Diagnostic("newer-language", Severity.ERROR, said, place, "a newer version", mend)
    mend = "plano fix rewrites it and keeps its comments, where a later version has grown out of this one"
    return Diagnostic("older-language", Severity.ERROR, said, place, "an older version", mend)


def _once(found: list[Diagnostic]) -> list[Diagnostic]:
    """Without the warnings about a value that is in error."""
    wrong = {each.span for each in found if each.severity is Severity.ERROR}
    return [each for each in found if each.severity is Severity.ERROR or each.span not in wrong]


def _beyond_models(document: Document, silent: set[KeyPath]) -> list[Diagnostic]:
    """What pydantic cannot see; the paths of which it speaks are added to `silent`."""
    found: list[Diagnostic] = []
    for check in (empty_values, keys_of_other_kinds):
        for path, diagnostic in check(document):
            if not any(path[: len(known)] == known for known in document.broken):
                found.append(diagnostic)
                silent.add(path)
    return found


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return ("", 0, 0, diagnostic.code) if span is None else (span.file, span.line, span.column, diagnostic.code)
