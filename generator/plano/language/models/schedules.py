"""When something happens by the clock."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache
from typing import Annotated

from plano.language.models.base import reads, refuse, shown, written
from plano.language.nearest import nearest, same_but_for_case

_RANGES = (("minute", 0, 59), ("hour", 0, 23), ("day of month", 1, 31), ("month", 1, 12), ("day of week", 0, 7))
_NAMES = {
    "month": {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
              "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
    "day of week": {"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6},
}  # fmt: skip
_PLACE = re.compile("[a-z]{3}")
"""What a place's name has and an abbreviation (PST, UTC+1) has not: near an abbreviation are only other clocks."""
_PART = re.compile(r"(?:\*|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:/([0-9]{1,2}))?\Z")


def _cron(value: object) -> str:
    mend = "minute, hour, day of month, month, day of week: '0 2 * * *' is every night at two"
    fields = value.split() if isinstance(value, str) else []
    if not isinstance(value, str) or len(fields) != 5:
        raise refuse("bad-value", f"{shown(value)} is not a cron line", mend)
    for number, (text, (name, least, most)) in enumerate(zip(fields, _RANGES, strict=True)):
        for part in text.lower().split(","):
            if not _within(part, name, least, most):
                equal = fields[:number].count(text)
                raise refuse("bad-value", f"{shown(text)} is no {name}: {least} to {most}", mend, text, equal=equal)
    return " ".join(fields)


def _within(part: str, name: str, least: int, most: int) -> bool:
    found = _PART.match(part)
    if found is None or (found[3] is not None and int(found[3]) == 0):
        return False
    numbers = [_number(word, name) for word in (found[1], found[2]) if word is not None]
    return all(least <= number <= most for number in numbers) and numbers == sorted(numbers)


def _number(word: str, name: str) -> int:
    return int(word) if word.isdigit() else _NAMES.get(name, {}).get(word, -1)


@cache
def _zones() -> frozenset[str]:
    """The names that this machine's time zone database knows; reading it takes milliseconds."""
    return frozenset(zoneinfo.available_timezones())


def _zone(value: object) -> str:
    known = _zones()
    if isinstance(value, str) and (value in known or (not known and re.fullmatch(r"[A-Za-z0-9_+/-]+", value))):
        return value
    text = value if isinstance(value, str) else ""
    meant = same_but_for_case(text, known) or ""  # another place's time is another time: nothing more is sure
    near = meant or (nearest(text, sorted(known)) if _PLACE.search(text) else None)
    mend = f"did you mean {near!r}?" if near else "name a place, such as Europe/Madrid: it knows its summer time"
    raise refuse("bad-value", f"{shown(value)} is not a time zone", mend, "", meant, sure=bool(meant))


Cron = Annotated[
    str,
    reads(_cron),
    written(
        "cron line",
        "Minute, hour, day of month, month, day of week.",
        '"0 2 * * *"',
        '"*/15 8-18 * * mon-fri"',
        pattern=r"^\s*\S+(\s+\S+){4}\s*$",
    ),
]
Zone = Annotated[
    str,
    reads(_zone),
    written("time zone", "A name of the time zone database.", "Europe/Madrid", pattern="^[A-Za-z0-9_+/-]+$"),
]
