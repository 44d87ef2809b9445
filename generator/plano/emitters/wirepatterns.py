"""Patterns of what travels as text; those of e-mails and URLs are the kit's own, `plano_kit.types`."""

from __future__ import annotations

from collections.abc import Iterator

TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
"""A time of day without a zone."""

_SECONDS = r"[0-9]{1,8}(\.[0-9]{1,6})?S"
_MINUTES = rf"([0-9]{{1,8}}M({_SECONDS})?|{_SECONDS})"
_CLOCK = rf"T([0-9]{{1,8}}H({_MINUTES})?|{_MINUTES})"
DURATION = rf"^-?P([0-9]{{1,8}}D({_CLOCK})?|{_CLOCK})$"
"""ISO 8601, in units that are always equally long: days, hours, minutes and seconds."""

_HOST = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
EMAIL = rf"^{_ATOM}(\.{_ATOM})*@{_HOST}(\.{_HOST})*$"
"""What a browser takes for an e-mail address (HTML Living Standard, 4.10.5.1.5), its dots as RFC 5321's dot-string."""

URL = r"^https?://[!-~]+$"

LONGEST: dict[str, int] = {"email": 254, "url": 2048}
"""Characters: RFC 5321, 4.5.3.1.3, without the angle brackets; for URLs the kit's own limit."""

SMALLEST = -(2**63)
LARGEST = 2**63 - 1


def decimal(precision: int, scale: int, *, unsigned: bool) -> str:
    """Up to `precision` digits, up to `scale` of them behind the point."""
    whole = precision - scale
    front = f"(0|[1-9][0-9]{{0,{whole - 1}}})" if whole > 1 else "[0-9]" if whole == 1 else "0"
    back = f"(\\.[0-9]{{1,{scale}}})?" if scale else ""
    return f"^{'' if unsigned else '-?'}{front}{back}$"


def whole(least: float | None, most: float | None) -> str:
    """Exactly the whole numbers of these bounds (64 bit where there is none), as JSON would write them."""
    low = SMALLEST if least is None else int(least)
    high = LARGEST if most is None else int(most)
    parts: list[str] = []
    if low < 0 < high <= -low:  # what both signs share is said once
        parts.append(f"-?({'|'.join(_between(0, high))})")
        if high < -low:
            parts += ["-" + part for part in _between(high + 1, -low)]
        return f"^({'|'.join(parts)})$"
    if low < 0:
        parts += ["-" + part for part in _between(max(1, -high), -low)]
    if high >= 0:
        parts += _between(max(0, low), high)
    return f"^({'|'.join(parts)})$"


def _between(low: int, high: int) -> Iterator[str]:
    """Patterns that match the numbers from `low` to `high`, neither negative, and nothing else."""
    for digits in range(len(str(low)), len(str(high)) + 1):
        first = max(low, 0 if digits == 1 else 10 ** (digits - 1))
        yield from _same_length(str(first), str(min(high, 10**digits - 1)))


def _same_length(low: str, high: str) -> Iterator[str]:
    rest = len(low) - 1
    if set(low[1:]) <= {"0"} and set(high[1:]) <= {"9"}:
        yield _digit(low[0], high[0]) + ("" if rest == 0 else "[0-9]" if rest == 1 else f"[0-9]{{{rest}}}")
    elif low[0] == high[0]:
        for tail in _same_length(low[1:], high[1:]):
            yield low[0] + tail
    else:
        head = int(low[0])
        if set(low[1:]) != {"0"}:
            yield from _same_length(low, low[0] + "9" * rest)
            head += 1
        last = int(high[0])
        partial = set(high[1:]) != {"9"}
        if head <= last - partial:
            yield from _same_length(str(head) + "0" * rest, str(last - partial) + "9" * rest)
        if partial:
            yield from _same_length(high[0] + "0" * rest, high)


def _digit(low: str, high: str) -> str:
    return low if low == high else f"[{low}-{high}]"
