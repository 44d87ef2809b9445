"""What may differ between a blueprint before and after an edit, judged without the code that edits."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=\n)")


def lines(text: str) -> list[str]:
    """The lines of a text with their ends."""
    return [line for line in _END.split(text) if line]


def added_only(before: str, after: str) -> str:
    """What is wrong with an addition: empty where each old line is there, in its order and byte for byte, and new text
    stands in one place, on lines of its own or inside one line.
    """
    old, new = _different(before, after)
    if not new:
        return "nothing was added"
    if not old or (len(old) == 1 and _unfinished(old[0], before) and new[0].rstrip("\r\n") == old[0]):
        return ""
    if len(old) == 1 and len(new) <= 2 and _longer(old[0], new[0]):
        return ""
    return f"lines differ: {old[:3]} became {new[:3]}"


def removed_only(before: str, after: str, spared: list[str]) -> str:
    """What is wrong with a removal: empty where each line that is left was there, whole or longer, in that order, and
    every line of `spared` is left.
    """
    rest = lines(before)
    at = 0
    for line in lines(after):
        while at < len(rest) and not (line.rstrip("\r\n") == rest[at].rstrip("\r\n") or _shortened(rest, at, line)):
            at += 1
        if at == len(rest):
            return f"this line was not there: {line!r}"
        at += 1
    left = lines(after)
    gone = [line for line in spared if line not in left]
    return f"these lines are gone: {gone[:3]}" if gone else ""


def _different(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines of both texts without what they have in common at their beginning and at their end."""
    old, new = lines(before), lines(after)
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return old[first : len(old) - last], new[first : len(new) - last]


def _unfinished(line: str, text: str) -> bool:
    return not line.endswith("\n") and text.endswith(line)


def _longer(old: str, new: str) -> bool:
    """Whether `new` is `old` with one piece put into it."""
    return bool(_cut(new, old))


def _shortened(rest: list[str], at: int, new: str) -> bool:
    """Whether `new` is the line at `at` with one piece cut out of it, or it and some after it with a comma and more
    cut out between; or with an empty map in place of what followed.
    """
    pieces = [_cut("".join(rest[at : at + number]), new) for number in range(1, 7)]
    return bool(pieces[0]) or any("," in piece for piece in pieces[1:]) or new.replace(" {}", "", 1) == rest[at]


def _cut(longer: str, shorter: str) -> str:
    """The one piece that `longer` has and `shorter` has not; nothing where more than that differs."""
    ahead = 0
    while ahead < min(len(shorter), len(longer)) and longer[ahead] == shorter[ahead]:
        ahead += 1
    behind = len(shorter) - ahead
    piece = longer[ahead : len(longer) - behind]
    return piece if longer[:ahead] + piece + shorter[ahead:] == longer else ""
