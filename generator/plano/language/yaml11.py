"""What a plain scalar means to a reader of YAML 1.1, where that is another value than in YAML 1.2.

The patterns are those of the type repository of YAML 1.1 (yaml.org/type: bool, int, float, timestamp, value).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from plano.diagnostics.model import Diagnostic, Edit, Fix, Severity, Span
from plano.language.scalars import MOST_DIGITS, Scalar, plain

CODE = "yaml-1-1"

_TRUE = frozenset(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"])
_FALSE = frozenset(["n", "N", "no", "No", "NO", "off", "Off", "OFF"])
_WORDS = _TRUE | _FALSE
_FIRST = frozenset("0123456789+-.")
_DOUBTFUL = _FIRST | frozenset("yYnNoO")

_BINARY = re.compile(r"[-+]?0b[01_]+\Z")
_OCTAL = re.compile(r"[-+]?0[0-7_]+\Z")
_HEXADECIMAL = re.compile(r"[-+]?0x[0-9a-fA-F_]+\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9_]*)\Z")
_SIXTIES = re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+\Z")
_FLOAT = re.compile(r"[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)([eE][-+][0-9]+)?\Z")
_FLOAT_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*\Z")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?"
    r"([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?\Z"
)


def suspect(text: str) -> bool:
    """Whether `misread` has to be asked: nearly always not, and this is quick."""
    return text[:1] in _DOUBTFUL and (
        text in _WORDS or (text[0] in _FIRST and not (text.isdecimal() and text[0] != "0"))
    )


def older(text: str, place: Callable[[], Span], *, key: bool) -> Diagnostic | None:
    """The warning that YAML 1.1 takes the plain scalar `text` for another value; None where it does not.

    `place` is asked for where it stands only then. A date alone (`2030-12-31`) is the same day to both, and so is
    not spoken of.
    """
    if len(text) > MOST_DIGITS:
        return None
    value = plain(text)
    other = misread(text, value)
    if other is None:
        return None
    number = not key and isinstance(value, int | float)
    alike = _alike(value) if number else f'"{text}"'
    meant = f"here it is the number {value!r}" if number else "here it is a text"
    span = place()
    said = f"a reader of YAML 1.1 takes {text} for {other}"
    fix = Fix(f"write {alike}", (Edit(span, alike),), safe=True)  # it is read here as it was before
    help = f"write {alike}, which every reader takes alike"
    return Diagnostic(CODE, Severity.WARNING, said, span, meant, help, fix, subject=f"value {text}")


def _alike(value: Scalar) -> str:
    """A number as both versions read it."""
    written = repr(value)
    if written.endswith("inf"):
        return written.replace("inf", ".inf")
    return written if "." in written else written.replace("e", ".0e")


def misread(text: str, value: Scalar) -> str | None:
    """What YAML 1.1 makes of the plain scalar `text`, in words; None where it reads `value` too."""
    if text in _WORDS:
        return "true" if text in _TRUE else "false"
    if text[:1] not in _FIRST or _INFINITE.match(text):
        return None
    if _MOMENT.match(text):
        return "a moment"
    number = _number(text)
    if number is None:
        return "a text" if isinstance(value, int | float) else None
    same = not isinstance(value, str) and value == number
    return None if same else f"the number {number}"


def _number(text: str) -> int | float | None:
    """The number that YAML 1.1 reads; None where it reads a text."""
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    bare = digits.lstrip("+-")
    if _BINARY.match(text):
        return sign * int(bare[2:] or "0", 2)
    if _OCTAL.match(text):
        return sign * int(bare, 8)
    if _HEXADECIMAL.match(text):
        return sign * int(bare[2:] or "0", 16)
    if _DECIMAL.match(text):
        return sign * int(bare)
    if _SIXTIES.match(text) or _FLOAT_SIXTIES.match(text):
        whole = 0.0 if "." in bare else 0
        for part in bare.split(":"):
            whole = whole * 60 + (float(part) if "." in part else int(part))
        return sign * whole
    return float(digits) if _FLOAT.match(text) else None
