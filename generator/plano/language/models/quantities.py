"""Numbers with a unit: durations, sizes, shares, rates, dates."""

from __future__ import annotations

import datetime
import re
from typing import Annotated

from plano.language.models.base import reads, refuse, shown, written

DURATION = r"^[0-9]+(\.[0-9]+)?(ms|s|m|h|d|w)$"
SIZE = r"^[1-9][0-9]*(k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)$"
CPU = r"^([1-9][0-9]*m|[0-9]+(\.[0-9]{1,3})?)$"
PERCENT = r"^([1-9][0-9]?|100)%$"
RATE = r"^[1-9][0-9]*/(s|m|h)$"

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds(value: object) -> float:
    """`'30d'`, `'1.5h'`, `'300ms'` as seconds; an int where that is whole."""
    if not isinstance(value, str) or re.fullmatch(DURATION[1:-1], value) is None:
        raise refuse(
            "bad-value", f"{shown(value)} is not a duration", "a number and a unit: 300ms, 10s, 5m, 2h, 7d, 1w"
        )
    unit = value.lstrip("0123456789.")
    amount = float(value.removesuffix(unit)) * _SECONDS[unit]
    if amount == 0:
        raise refuse("bad-value", f"{shown(value)} is no time at all", "a duration is longer than zero")
    return int(amount) if amount == int(amount) else round(amount, 6)


def _size(value: object) -> str:
    if not isinstance(value, str) or re.fullmatch(SIZE[1:-1], value) is None:
        raise refuse("bad-value", f"{shown(value)} is not a size", "a whole number and a unit: 512Mi, 8Gi, 1Ti")
    return value


def _cpu(value: object) -> str:
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not isinstance(text, str) or re.fullmatch(CPU[1:-1], text) is None or text.strip("0.") == "":
        raise refuse(
            "bad-value", f"{shown(value)} is not an amount of CPU", "cores or thousandths of one: 2, 0.5, 500m"
        )
    return text


def _percent(value: object) -> int:
    if not isinstance(value, str) or re.fullmatch(PERCENT[1:-1], value) is None:
        raise refuse("bad-value", f"{shown(value)} is not a percentage", "a whole number from 1% to 100%, such as 70%")
    return int(value.removesuffix("%"))


def _rate(value: object) -> float:
    if not isinstance(value, str) or re.fullmatch(RATE[1:-1], value) is None:
        raise refuse("bad-value", f"{shown(value)} is not a rate", "requests per second, minute or hour: 5/s, 30/m")
    amount, unit = value.split("/")
    return int(amount) / _SECONDS[unit]


def _date(value: object) -> datetime.date:
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise refuse("bad-value", f"{shown(value)} is not a date", "year-month-day, such as 2030-12-31")


Duration = Annotated[
    float,
    reads(seconds),
    written("duration", "A number and a unit: ms, s, m, h, d or w.", "300ms", "1.5h", "30d", pattern=DURATION),
]
"""Seconds, from `300ms`, `10s`, `5m`, `2h`, `7d`, `1w`."""

Size = Annotated[
    str,
    reads(_size),
    written("size", "A whole number and a unit: Ki, Mi, Gi, Ti, Pi, or k, M, G, T, P.", "512Mi", "8Gi", pattern=SIZE),
]
"""A Kubernetes quantity of bytes, as written."""

Cpu = Annotated[
    str,
    reads(_cpu),
    written(
        "amount of CPU",
        "Cores, or thousandths of one.",
        "2",
        "0.5",
        "500m",
        anyOf=[{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": CPU}],
    ),
]
"""A Kubernetes quantity of cores, as written."""

Percent = Annotated[
    int, reads(_percent), written("percentage", "A whole number from 1% to 100%.", "70%", pattern=PERCENT)
]
"""`70%` as 70."""

Rate = Annotated[
    float,
    reads(_rate),
    written("rate", "Requests per second, minute or hour.", "5/s", "300/m", pattern=RATE),
]
"""Requests a second."""

Date = Annotated[
    datetime.date,
    reads(_date),
    written("date", "Year-month-day.", "2030-12-31", format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
]
