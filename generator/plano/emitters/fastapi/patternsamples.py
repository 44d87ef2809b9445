"""A short text that a pattern matches, for patterns of the subset that `plano.language.patterns` lets through."""

from __future__ import annotations

import re

_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_PRINTABLE = "".join(map(chr, (*range(ord("a"), ord("z") + 1), *range(ord("0"), ord("9") + 1), *range(32, 127))))
_REPEAT = re.compile(r"\{([0-9]+)(?:,[0-9]*)?\}|[*+?]")


def matching(pattern: str) -> str:
    """The text of each first alternative, repeated as seldom as it may be."""
    text, _ = _alternatives(pattern.removeprefix("^"), 0)
    return text


def _alternatives(pattern: str, at: int) -> tuple[str, int]:
    """The first of several alternatives; `at` is behind the last of them then."""
    first, at = _sequence(pattern, at)
    while pattern[at : at + 1] == "|":
        _, at = _sequence(pattern, at + 1)
    return first, at


def _sequence(pattern: str, at: int) -> tuple[str, int]:
    found = ""
    while at < len(pattern) and pattern[at] not in "|)":
        atom, at = _atom(pattern, at)
        repeat = _REPEAT.match(pattern, at)
        if repeat is not None:
            at = repeat.end()
            atom *= int(repeat[1]) if repeat[1] else repeat[0] == "+"
        found += atom
    return found, at


def _atom(pattern: str, at: int) -> tuple[str, int]:
    match pattern[at]:
        case "\\":
            return _CONTROL.get(pattern[at + 1], pattern[at + 1]), at + 2
        case "[":
            return _class(pattern, at)
        case "(":
            inner, end = _alternatives(pattern, at + (3 if pattern.startswith("(?:", at) else 1))
            return inner, end + 1
        case "$":
            return "", at + 1
        case char:
            return char, at + 1


def _class(pattern: str, start: int) -> tuple[str, int]:
    end = start + 1
    while pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    written = re.compile(pattern[start : end + 1])
    return next((char for char in _PRINTABLE if written.match(char)), _first(pattern, start)), end + 1


def _first(pattern: str, start: int) -> str:
    """The first character that a class names, for one without printable ASCII."""
    at = start + 1
    return _CONTROL.get(pattern[at + 1], pattern[at + 1]) if pattern[at] == "\\" else pattern[at]
