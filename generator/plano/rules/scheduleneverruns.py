"""schedule-never-runs: a day that no calendar has."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error, in_service

CODE = "schedule-never-runs"
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of each month, in the longest of years."""
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Some month has the day of the month. With a day of the week written too, either suffices (crontab(5))."""
    for name, service in blueprint.services.items():
        for job, schedule in service.schedule.items():
            _, _, days, months, weekdays = schedule.cron.lower().split()
            if weekdays != "*":
                continue
            earliest = min(_values(days, 1, 31))
            longest = max(_LONGEST[month - 1] for month in _values(months, 1, 12))
            if earliest > longest:
                yield error(
                    CODE, f"the schedule {job!r} never runs: no month that it names has a day {earliest}",
                    places.value(("services", name, "schedule", job, "cron")),
                    f"the longest of its months has {longest} days",
                    "name a day that the month has, or '28' for the last that all have", in_service(name, places),
                    f"service {name}",
                )  # fmt: skip


def _values(written: str, least: int, most: int) -> Iterator[int]:
    """The numbers that a field of a cron line, which was read before, stands for."""
    for part in written.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            start, end = least, most
        else:
            start = _number(first)
            end = _number(last) if last else (most if step else start)
        yield from range(start, end + 1, int(step or 1))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NAMES.index(word) + 1
