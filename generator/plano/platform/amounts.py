"""Kubernetes quantities as numbers that can be added and compared, and as people read them."""

from __future__ import annotations

_UNITS: dict[str, int] = {
    "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15,
    "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50,
}  # fmt: skip
_BINARY = ("Pi", "Ti", "Gi", "Mi", "Ki")


def size(quantity: str) -> int:
    """`8Gi`, `500M`, `64Ki` as bytes."""
    unit = quantity.lstrip("0123456789")
    return int(quantity.removesuffix(unit)) * _UNITS[unit]


def millicores(quantity: str) -> int:
    """`2`, `0.5` and `500m` as thousandths of a core."""
    return int(quantity[:-1]) if quantity.endswith("m") else round(float(quantity) * 1000)


def shown_size(number: int) -> str:
    """Bytes in the largest binary unit that leaves one or more, with decimals where it is not whole."""
    for unit in _BINARY:
        if number >= _UNITS[unit]:
            return f"{_plain(number / _UNITS[unit])}{unit}"
    return f"{number} bytes"


def shown_cores(number: int) -> str:
    """Thousandths of a core as cores."""
    return f"{_plain(number / 1000)} core{'' if number == 1000 else 's'}"


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").removesuffix(".")
