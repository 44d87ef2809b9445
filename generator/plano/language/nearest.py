"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.6
_AHEAD = 0.15
_SHORTEST = 4
"""Letters of a name: of a shorter one a letter is too much to be a slip (`inet` is not `int`)."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name among `known` that `name` was most likely meant to be; None where none is near.

    Letter case, `-`, `_` and `.` count for little, and the words of a dotted name may stand in
    another number (`order.placed`, `orders.placed`). It is a guess, for a person to judge.
    """
    best, score = None, _ALIKE
    for other in known:
        alike = 0.0 if other == name else _alike(name, other)
        if alike > score:
            best, score = other, alike
    return best


def unmistakable(name: str, known: Iterable[str]) -> bool:
    """Whether `name` can only be the one that is `nearest` among `known`: then it needs no decision of a person.

    It is the same word but for case, `-`, `_` and `.`, or has one slip of the pen; no other name is
    that near, and of a word with a slip every other is far.
    """
    others = {other for other in known if other != name}
    near = [other for other in others if _plain(other) == _plain(name) or is_slip(name, other)]
    if len(near) != 1:
        return False
    if _plain(near[0]) == _plain(name):
        return True
    ahead = _alike(name, near[0]) - max((_alike(name, other) for other in others if other != near[0]), default=0.0)
    return nearest(name, others) == near[0] and ahead >= _AHEAD


def same_but_for_case(name: str, known: Iterable[str]) -> str | None:
    """The one name among `known` that differs from `name` in capitals alone; None where none or several do."""
    found = [other for other in known if other != name and other.lower() == name.lower()]
    return found[0] if len(found) == 1 else None


def is_slip(name: str, other: str) -> bool:
    """Whether `name` is `other` with one letter left out or put in, or two side by side swapped, after the first one.

    Another letter in its place is no slip (`data` is not `date`), nor is a digit (`db-1`, `db-11`): such
    names are of two things more often than of one.
    """
    ours, theirs = _plain(name), _plain(other)
    if len(theirs) < _SHORTEST or ours[:1] != theirs[0]:
        return False
    short, long = sorted((ours, theirs), key=len)
    at = next((at for at, (one, two) in enumerate(zip(short, long, strict=False)) if one != two), len(short))
    if len(long) == len(short) + 1:
        return not long[at].isdigit() and short[at:] == long[at + 1 :]
    if len(long) != len(short) or at + 1 >= len(long):
        return False
    swapped = long[at : at + 2][::-1] == short[at : at + 2] and short[at + 2 :] == long[at + 2 :]
    return swapped and not any(letter.isdigit() for letter in long[at : at + 2])


def _alike(name: str, other: str) -> float:
    from difflib import SequenceMatcher  # takes milliseconds, and only a mistake is compared

    ours, theirs = _plain(name), _plain(other)
    return 1.0 if ours == theirs else SequenceMatcher(None, ours, theirs).ratio()


def _plain(name: str) -> str:
    return name.lower().translate(_SEPARATORS)


_SEPARATORS = str.maketrans("-. ", "___")
