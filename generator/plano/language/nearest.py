"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_ALIKE = 0.6


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name among `known` that `name` was most likely meant to be; None where none is near.

    Letter case, `-`, `_` and `.` count for little, and the words of a dotted name may stand in
    another number (`order.placed`, `orders.placed`).
    """
    best, score = None, _ALIKE
    plain = _plain(name)
    for other in known:
        if other == name:
            continue
        alike = 1.0 if _plain(other) == plain else SequenceMatcher(None, plain, _plain(other)).ratio()
        if alike > score:
            best, score = other, alike
    return best


def _plain(name: str) -> str:
    return name.lower().translate(_SEPARATORS)


_SEPARATORS = str.maketrans("-. ", "___")
