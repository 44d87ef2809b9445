"""The text of a release file, from a release and what stood there before."""

from __future__ import annotations

import json

from plano.delivery.reading import read_release
from plano.delivery.release import Release
from plano.diagnostics.model import Span
from plano.diagnostics.sourceline import line_starts
from plano.language.read import BYTE_ORDER_MARK


def written(release: Release, before: str | None, path: str) -> str:
    """The text that says `release`.

    `before` is the text that stands at `path`, a good release, or None: of it, comments, order and line ends stay.
    Values are quoted: a commit of digits alone, or with one `e`, is a number to YAML.
    """
    if before is None:
        return f"commit: {json.dumps(release.commit)}\ndigest: {json.dumps(release.digest)}\n"
    text = before.removeprefix(BYTE_ORDER_MARK)
    old = read_release(text, path)
    if old.release == release:
        return before
    starts = line_starts(text)
    edits = sorted(
        (
            (*_offsets(old.places.value(("commit",)), starts), json.dumps(release.commit)),
            (*_offsets(old.places.value(("digest",)), starts), json.dumps(release.digest)),
        ),
        reverse=True,
    )
    for begin, end, new in edits:
        text = text[:begin] + new + text[end:]
    if read_release(text, path).release != release:  # what stood there is in a form that no value can be put into
        return written(release, None, path)
    return text


def _offsets(span: Span, starts: list[int]) -> tuple[int, int]:
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
