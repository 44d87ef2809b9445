"""The wire types: what a field of the blueprint is in JSON, checked on the way in and written in one way."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    JsonValue,
    PlainSerializer,
)
from pydantic_core import CoreSchema, core_schema

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
EMAIL_PATTERN = rf"^{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*$"
"""What a browser takes for an e-mail address (HTML Living Standard, 4.10.5.1.5), its dots as RFC 5321's dot-string."""
URL_PATTERN = r"^https?://[!-~]+$"
LONGEST_URL = 2048
LONGEST_EMAIL = 254
"""RFC 5321, 4.5.3.1.3, without the angle brackets."""


class Model(BaseModel):
    """What goes out, and what others send us as part of an event: unknown members are passed over."""

    model_config = ConfigDict(extra="ignore", from_attributes=True, serialize_by_alias=True, validate_by_name=True)


class Request(BaseModel):
    """A request's body: unknown members are refused."""

    model_config = ConfigDict(extra="forbid", validate_by_name=True)


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("text cannot hold the character NUL")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("text cannot hold half of a surrogate pair") from None
    return value


def _json(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        _text(value)
    elif isinstance(value, float) and not (float("-inf") < value < float("inf")):
        raise ValueError("a number must be finite")
    elif isinstance(value, list):
        for item in value:
            _json(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _text(key)
            _json(item)
    return value


def _number(value: object) -> object:
    """JSON's 3.0 is the integer 3; a text or a truth value is none."""
    if isinstance(value, bool | str | bytes):
        raise ValueError("this must be a number")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _big(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
        return int(value)
    raise ValueError("this must be a text of digits")


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_ZONE = r"([Zz]|[+-][0-9]{2}:[0-9]{2})"


def _written(pattern: str, example: str) -> BeforeValidator:
    """Dates and times are texts of one form; pydantic would take numbers, and texts of them, for seconds."""

    def check(value: object) -> object:
        if isinstance(value, date | time) or (isinstance(value, str) and re.fullmatch(pattern, value)):
            return value
        raise ValueError(f"this must be a text such as {example}")

    return BeforeValidator(check)


def _iso8601(value: timedelta) -> str:
    """In days and smaller units alone: pydantic writes 365 days as a year."""
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    exact = f"{seconds}.{value.microseconds:06}".rstrip("0").rstrip(".") if value.microseconds else str(seconds)
    units = ((str(hours), "H"), (str(minutes), "M"), (exact, "S"))
    clock = "".join(number + unit for number, unit in units if number != "0")
    days = f"{value.days}D" if value.days else ""
    return f"{sign}P{days}{'T' + clock if clock else ''}" if days or clock else "PT0S"


def _duration(value: object) -> object:
    if isinstance(value, timedelta) or (isinstance(value, str) and re.match(r"-?P", value)):
        return value
    raise ValueError("this must be an ISO 8601 duration, such as PT15M")


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("this must have a zone, such as Z or +02:00")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("this is outside of the years 1 to 9999") from None


def _rfc3339(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _email(value: str) -> str:
    if not re.fullmatch(EMAIL_PATTERN, value):
        raise ValueError("this must be an e-mail address")
    return value.lower()


class Numeral:
    """A `decimal(P.S)`: on the wire a text with exactly `scale` digits behind the point, in Python a Decimal."""

    def __init__(self, precision: int, scale: int) -> None:
        self._whole = precision - scale
        self._scale = scale
        self._unit = Decimal(1).scaleb(-scale)
        self.pattern = pattern_of(precision, scale)
        self._form = re.compile(self.pattern)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._read,
            serialization=core_schema.plain_serializer_function_ser_schema(self._write, when_used="json"),
        )

    def _read(self, value: object) -> Decimal:
        if isinstance(value, str) and self._form.fullmatch(value):
            return Decimal(value).quantize(self._unit)
        if isinstance(value, Decimal) and value.is_finite() and value.adjusted() < self._whole:
            exact = value.quantize(self._unit)
            if exact == value:
                return exact
        raise ValueError(f"this must be a text of at most {self._whole} digits, a point and {self._scale} digits")

    def _write(self, value: Decimal) -> str:
        return str(value.quantize(self._unit))


def pattern_of(precision: int, scale: int) -> str:
    """The regular expression of a `decimal(P.S)` on the wire."""
    fraction = rf"(\.[0-9]{{1,{scale}}})?" if scale else ""
    whole = precision - scale
    return rf"^-?(0|[1-9][0-9]{{0,{whole - 1}}}){fraction}$" if whole else rf"^-?0{fraction}$"


Text: TypeAlias = Annotated[str, AfterValidator(_text)]
Int: TypeAlias = Annotated[int, BeforeValidator(_number), Field(ge=-(2**31), le=2**31 - 1)]
BigInt: TypeAlias = Annotated[
    int, BeforeValidator(_big), Field(ge=-(2**63), le=2**63 - 1), PlainSerializer(str, when_used="json")
]
Float: TypeAlias = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Bool: TypeAlias = Annotated[bool, Field(strict=True)]
Date: TypeAlias = Annotated[date, _written(_DATE, "2030-12-31")]
Time: TypeAlias = Annotated[time, _written(_TIME, "08:30:00")]
Timestamp: TypeAlias = Annotated[
    datetime,
    _written(f"{_DATE}[Tt ]{_TIME}{_ZONE}?", "2030-12-31T08:30:00Z"),
    AfterValidator(_utc),
    PlainSerializer(_rfc3339, when_used="json"),
]
Duration: TypeAlias = Annotated[timedelta, BeforeValidator(_duration), PlainSerializer(_iso8601, when_used="json")]
Email: TypeAlias = Annotated[str, Field(max_length=LONGEST_EMAIL), AfterValidator(_email)]
Url: TypeAlias = Annotated[str, Field(pattern=URL_PATTERN, max_length=LONGEST_URL)]
Json: TypeAlias = Annotated[JsonValue, AfterValidator(_json)]
