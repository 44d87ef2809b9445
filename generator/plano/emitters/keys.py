"""Keys of what was made: equal for the same maker and equal parts, in every process.

A part is known by a digest of its pickle. Equal parts whose pickles differ cost a rendering, and nothing else;
different parts have different pickles.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter

from plano.emitters.base import Batch
from plano.platform.model import Service, Topic

_SHARED = (Service, Topic)  # many batches show the same ones


class Keys:
    """Gives each batch its key; what several of them show is digested once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}  # with the part itself, so that its id stays its own

    def of(self, batch: Batch) -> str:
        """The key of `batch`, 32 hexadecimal digits."""
        digest = hashlib.blake2b(f"{batch.make.__module__}.{batch.make.__qualname__}".encode(), digest_size=16)
        for part in batch.of:
            digest.update(self._digest(part))
        return digest.hexdigest()

    def _digest(self, part: object) -> bytes:
        known = self._known.get(id(part))
        if known is None:
            file = io.BytesIO()
            _Pickler(file, part, self._digest).dump(part)
            known = (part, hashlib.blake2b(file.getbuffer(), digest_size=16).digest())
            self._known[id(part)] = known
        return known[1]


class _Pickler(pickle.Pickler):
    """Writes a digest in the place of each service and topic within `top`, and of other dataclasses the fields."""

    def __init__(self, file: io.BytesIO, top: object, digest: Callable[[object], bytes]) -> None:
        super().__init__(file, 5)
        self._top = top
        self._digest = digest

    def reducer_override(self, obj: object) -> tuple[type, tuple[object, ...]]:
        """What stands for `obj`: its class, with its digest or its fields in their order."""
        kind: type = type(obj)
        if kind in _SHARED and obj is not self._top:
            return kind, (self._digest(obj),)
        values = _values(kind)
        return NotImplemented if values is None else (kind, values(obj))


@cache
def _values(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """Gives what a text of another kind or a dataclass holds, faster than pickle's own way; else None."""
    if issubclass(kind, str):
        return lambda obj: (str(obj),)
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda obj: tuple(getattr(obj, name) for name in names)
