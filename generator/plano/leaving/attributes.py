"""`.gitattributes` and the pin once nothing is derived any more."""

from __future__ import annotations

import re
from itertools import groupby

FILE = ".gitattributes"
PIN = "requirements.txt"

_LEFT = "Plano was left here"
_OURS = re.compile(r"(?:/?generated/\S*|\S*\.plano-index)(?:\s|$)")
_PINNED = re.compile(r"plano\s*(==|@)")


def without_derived(text: str) -> str:
    """The attributes without the lines for generated/ and the indexes, and without comments of those alone.

    A comment belongs to the lines below it, up to an empty one. Everything else stays to the last byte.
    """
    kept: list[str] = []
    for blank, group in groupby(text.splitlines(keepends=True), key=lambda line: not line.strip()):
        lines = list(group)
        if blank:
            kept += lines
            continue
        left = [line for line in lines if not _OURS.match(line.lstrip())]
        if len(left) == len(lines) or any(not line.lstrip().startswith("#") for line in left):
            kept += left
        elif kept:  # the paragraph is gone, and the empty line above it with it
            while kept and not kept[-1].strip():
                kept.pop()
    return "".join(kept)


def removed(before: str, after: str) -> int:
    """How many lines with attributes went."""
    return _rules(before) - _rules(after)


def noted_blueprint(text: str, left: str) -> str:
    """The blueprint with a comment at its top; `left` is when and which version, as `2026-01-31, plano 1.2.3`."""
    if _LEFT in text:
        return text
    return _note(text, (
        f"# {_LEFT} ({left}): nothing follows from this file any more.",
        "# What was derived from it stands under generated/ and is kept by hand.",
        "# Without 'ejected' below, 'plano generate --force' would take it all back, and overwrite what was changed.",
    )) + text  # fmt: skip


def noted_pin(text: str, left: str) -> str:
    """The requirements with a comment above the pinned version; as they are where none is pinned."""
    if _LEFT in text:
        return text
    lines = text.splitlines(keepends=True)
    at = next((number for number, line in enumerate(lines) if _PINNED.match(line)), None)
    if at is None:
        return text
    lines.insert(at, _note(text, (f"# {_LEFT} ({left}): only what still calls its commands needs this.",)))
    return "".join(lines)


def _note(text: str, lines: tuple[str, ...]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    return "".join(f"{line}{end}" for line in lines)


def _rules(text: str) -> int:
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in text.splitlines())
