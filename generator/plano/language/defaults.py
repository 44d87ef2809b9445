"""Defaults of fields: from what is written to a value of the field's type."""

from __future__ import annotations

import datetime
import math
import re
import uuid
from decimal import Decimal, InvalidOperation

from plano.language.fieldtypes import Enum, FieldType, Scalar

Default = str | int | float | bool | None

_INTEGER = re.compile(r"[-+]?[0-9]{1,40}\Z")
_DURATION = re.compile(r"P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{1,6})?S)?)?\Z")
LIMITS = {"int": 2**31, "bigint": 2**63}
"""Whole numbers from minus this to below this (PostgreSQL: integer, bigint)."""


class DefaultError(ValueError):
    """A default that its field cannot hold."""

    def __init__(self, said: str, mend: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.mend = mend


def default_of(kind: FieldType, value: Default, *, short: bool) -> Default:
    """The default as `FieldDecl` keeps it; DefaultError where `kind` cannot hold it.

    In the `short` form `value` is the text after `=`; in the long form it is what YAML read.
    """
    if isinstance(kind, Enum):
        if not isinstance(value, str) or value not in kind.values:
            raise DefaultError(f"{value!r} is none of the enum's values", "one of " + ", ".join(kind.values))
        return value
    if not isinstance(kind, Scalar) or kind.name == "json":
        raise DefaultError("only a plain value or an enum has a default", "leave it out; the server may set it")
    match kind.name:
        case "bool":
            return _truth(value, short)
        case "int" | "bigint":
            return _whole(value, LIMITS[kind.name])
        case "float":
            return _real(value)
        case "decimal":
            return _decimal(kind, value)
    return _text(kind, value)


def _truth(value: Default, short: bool) -> bool:
    if isinstance(value, bool):
        return value
    if short and value in ("true", "false"):
        return value == "true"
    raise DefaultError(f"{value!r} is not true or false")


def _whole(value: Default, limit: int) -> int:
    if isinstance(value, str) and _INTEGER.match(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise DefaultError(f"{value!r} is not a whole number")
    if not -limit <= value < limit:
        raise DefaultError(f"{value} does not fit the type", f"from {-limit} to {limit - 1}")
    return value


def _real(value: Default) -> float:
    try:
        number = math.nan if isinstance(value, bool) or value is None else float(value)
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise DefaultError(f"{value!r} is not a finite number")
    return number


def _decimal(kind: Scalar, value: Default) -> str:
    try:
        number = Decimal("NaN" if isinstance(value, bool) else str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise DefaultError(f"{value!r} is not a number")
    scale, precision = kind.scale or 0, kind.precision or 0
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > scale:
        raise DefaultError(f"{value} has more than {scale} digits after the point")
    if number.adjusted() >= precision - scale and number != 0:
        raise DefaultError(f"{value} has more than {precision - scale} digits before the point")
    return f"{number:.{scale}f}"


def _text(kind: Scalar, value: Default) -> str:
    if not isinstance(value, str):
        raise DefaultError(f"{value!r} is not a text", "quote it")
    if kind.length is not None and len(value) > kind.length:
        raise DefaultError(f"the default is longer than {kind.length} characters")
    mend = _MEND.get(kind.name)
    if mend is not None and not _reads(kind.name, value):
        raise DefaultError(f"{value!r} is not a {kind.name}", f"such as {mend}")
    return value


_MEND = {
    "uuid": "0190a6f0-0000-7000-8000-000000000000",
    "date": "2030-12-31",
    "time": "08:30:00",
    "datetime": "2030-12-31T08:30:00Z",
    "duration": "P1DT12H",
    "email": "people@example.com",
    "url": "https://example.com",
}


def _reads(name: str, value: str) -> bool:
    try:
        match name:
            case "uuid":
                return str(uuid.UUID(value)) == value.lower()
            case "date":
                return len(value) == 10 and bool(datetime.date.fromisoformat(value))
            case "time":
                return datetime.time.fromisoformat(value).tzinfo is None
            case "datetime":
                return datetime.datetime.fromisoformat(value).tzinfo is not None
            case "duration":
                return _DURATION.match(value) is not None
            case "email":
                return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) is not None
        return re.fullmatch(r"https?://[^\s/]+\S*", value) is not None
    except ValueError:
        return False
