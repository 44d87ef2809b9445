"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.6
_AHEAD = 0.15


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name among `known` that `name` was most likely meant to be; None where none is near.

    Letter case, `-`, `_` and `.` count for little, and the words of a dotted name may stand in
    another number (`order.placed`, `orders.placed`).
    """
    best, score = None, _ALIKE
    for other in known:
        alike = 0.0 if other == name else _alike(name, other)
        if alike > score:
            best, score = other, alike
    return best


def unmistakable(name: str, known: Iterable[str]) -> bool:
    """Whether one name among `known` is near, and far nearer than any other: then it needs no decision of a person."""
    scores = sorted((_alike(name, other) for other in known if other != name), reverse=True)
    return bool(scores) and scores[0] > _ALIKE and (len(scores) == 1 or scores[0] - scores[1] >= _AHEAD)


def _alike(name: str, other: str) -> float:
    from difflib import SequenceMatcher  # takes milliseconds, and only a mistake is compared

    ours, theirs = _plain(name), _plain(other)
    return 1.0 if ours == theirs else SequenceMatcher(None, ours, theirs).ratio()


def _plain(name: str) -> str:
    return name.lower().translate(_SEPARATORS)


_SEPARATORS = str.maketrans("-. ", "___")
