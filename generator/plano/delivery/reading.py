"""The text of a release file, read as untrusted input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plano.delivery.release import COMMIT, DIGEST, Release
from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.language.nearest import nearest
from plano.language.places import Places
from plano.language.read import read

_KEYS: dict[str, tuple[re.Pattern[str], str]] = {
    "commit": (COMMIT, "40 of 0-9 and a-f: 'git rev-parse HEAD' prints one"),
    "digest": (DIGEST, "'sha256:' and 64 of 0-9 and a-f: the build prints it"),
}
_MEND = "write it anew with 'plano release', or take the last good one from Git"


@dataclass(frozen=True, slots=True)
class Read:
    """A release, or None and all that is wrong with its text."""

    release: Release | None
    places: Places
    diagnostics: tuple[Diagnostic, ...]


def read_release(text: str, path: str) -> Read:
    """The release in `text`; `path` is the name that spans carry. Every mistake is an error `bad-release`."""
    document = read(text, path)
    found = [
        replace(each, code="bad-release", fix=None) for each in document.diagnostics if each.severity is Severity.ERROR
    ]
    value = document.value
    if not found and not isinstance(value, dict):
        found.append(bad("a release is a map of 'commit' and 'digest'", document.places.value(()), mend=_MEND))
    written: dict[str, str] = {}
    if isinstance(value, dict) and document.complete:
        for key, item in value.items():
            broken = (key,) in document.broken
            found += () if broken else _judge(key, item, document.places)
            if isinstance(item, str):
                written[key] = item
        missing = [key for key in _KEYS if key not in value]
        if missing and not found:
            said = f"this release has no {' and no '.join(map(repr, missing))}"
            found.append(bad(said, document.places.value(()), mend=_MEND))
    release = None if found else Release(written["commit"], written["digest"])
    return Read(release, document.places, tuple(found))


def bad(said: str, span: Span | None, label: str = "", mend: str = _MEND) -> Diagnostic:
    """An error of a release file."""
    return Diagnostic("bad-release", Severity.ERROR, said, span, label, mend)


def _judge(key: str, item: object, places: Places) -> Iterator[Diagnostic]:
    known = _KEYS.get(key)
    if known is None:
        near = nearest(key, _KEYS)
        said = f"a release has the keys 'commit' and 'digest', and no '{key}'"
        yield bad(said, places.key((key,)), "not one of them", f"did you mean '{near}'?" if near else "remove it")
        return
    pattern, form = known
    if not isinstance(item, str):
        kind = "not text" if item is not None else "empty"
        yield bad(f"the {key} of this release is {kind}", places.value((key,)), mend=f"quote it: it is {form}")
    elif not pattern.fullmatch(item):
        yield bad(f"the {key} of this release is no {key}", places.value((key,)), mend=f"it is {form}")
