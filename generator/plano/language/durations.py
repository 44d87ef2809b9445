"""Durations as a blueprint writes them."""

from __future__ import annotations

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def written_duration(seconds: float) -> str:
    """Seconds in the largest unit that divides them: 300 as `5m`."""
    for size, unit in _UNITS:
        if seconds % size == 0:
            return f"{int(seconds) // size}{unit}"
    return f"{round(seconds * 1000)}ms"
