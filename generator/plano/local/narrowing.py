"""Whether all values that a column could hold before may stay: by their type, and by their CHECK."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import BigInteger, Float, Integer, Numeric, String
from sqlalchemy.types import TypeEngine

_VALUE = re.compile(r"'((?:[^']|'')*)'")
_BOUND = re.compile(r"(>=|<=) \(?'?(-?[0-9.]+)")
_PATTERN = " ~ "


def fits(old: TypeEngine[object], new: TypeEngine[object]) -> bool:
    """Whether every value of the one type has its place in the other."""
    match old, new:
        case Numeric(precision=int(digits), scale=int(scale)), Numeric(precision=int(wider), scale=int(finer)):
            return finer >= scale and wider - finer >= digits - scale
        case String(length=shorter), String(length=longer):
            return longer is None or (shorter is not None and longer >= shorter)
        case (Integer(), BigInteger()) | (Integer(), String(length=None)) | (Numeric(), String(length=None)):
            return True
        case Integer(), Float(precision=None):
            return not isinstance(old, BigInteger)
        case _:
            return False


def narrowed(before: str, after: str, renamed: Collection[str] = ()) -> str:
    """What a condition allows no longer, as the end of a sentence; empty where it allows all that it did.

    `before` is as PostgreSQL shows it, empty where there was none; `after` as a model writes it. Values that are
    `renamed` are given their new names before.
    """
    if _PATTERN in after:
        return "" if _pattern(before) == _pattern(after) else "has another pattern"
    values = _values(after)
    if values:
        old = _values(before)
        lost = [value for value in old if value not in values and value not in renamed]
        if old and _PATTERN not in before:
            return f"no longer allows {', '.join(map(repr, lost))}" if lost else ""
        return f"allows {', '.join(map(repr, values))} alone"
    less = [
        f"must be {'at least' if sign == '>=' else 'at most'} {bound}"
        for sign, bound in _bounds(after).items()
        if sign not in _bounds(before) or _is_tighter(sign, bound, _bounds(before)[sign])
    ]
    return " and ".join(less)


def _values(condition: str) -> list[str]:
    return [] if _BOUND.search(condition) else [each.replace("''", "'") for each in _VALUE.findall(condition)]


def _pattern(condition: str) -> str:
    found = _VALUE.search(condition.partition(_PATTERN)[2])
    return found[1] if found else ""


def _bounds(condition: str) -> dict[str, Decimal]:
    return {sign: Decimal(number) for sign, number in _BOUND.findall(condition)}


def _is_tighter(sign: str, now: Decimal, before: Decimal) -> bool:
    return now > before if sign == ">=" else now < before
