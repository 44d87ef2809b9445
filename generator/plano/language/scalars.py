"""What a plain scalar means: the core schema of YAML 1.2, section 10.3.2."""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None
Value = Scalar | list["Value"] | dict[str, "Value"]

MOST_DIGITS = 400

_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_STARTS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INFINITY = re.compile(r"[-+]?\.(inf|Inf|INF)\Z")
_NOT_A_NUMBER = re.compile(r"\.(nan|NaN|NAN)\Z")


class TooManyDigitsError(ValueError):
    """A number of more than `MOST_DIGITS` digits."""


def plain(text: str) -> Scalar:
    """The value of a plain scalar; TooManyDigitsError for a number beyond all use."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _STARTS:
        return text
    if _INTEGER.match(text):
        return int(_short(text))
    if _OCTAL.match(text):
        return int(_short(text), 8)
    if _HEXADECIMAL.match(text):
        return int(_short(text), 16)
    if _FLOAT.match(text):
        return float(_short(text))
    if _INFINITY.match(text):
        return float("-inf" if text[0] == "-" else "inf")
    return float("nan") if _NOT_A_NUMBER.match(text) else text


def _short(text: str) -> str:
    if len(text) > MOST_DIGITS:
        raise TooManyDigitsError(text[:20])
    return text
