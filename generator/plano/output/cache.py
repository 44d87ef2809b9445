"""What was made, by the keys of what was shown: an equal part is not made again.

The file may go at any time. It counts only if it is whole and of this very generator with these templates.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import orjson

from plano.output.plain import read_kept, write_kept
from plano.output.stamp import CACHE
from plano.output.tree import File


class Row(NamedTuple):
    """A file that was made: all of it but its content."""

    path: str
    fingerprint: str
    folder: str
    emitter: str
    once: bool


Made = Mapping[str, tuple[Row, ...]]
"""Key → the files of that batch, in their order."""


NOTHING_MADE: Made = MappingProxyType({})


def read(root: Path, generator: str) -> Made:
    """What `generator` kept; empty for a file that is not there, not whole or of another."""
    kept = read_kept(root, CACHE)
    if kept is None:
        return NOTHING_MADE
    head, _, body = kept[0].partition(b"\n")
    if head != _head(generator, body):
        return NOTHING_MADE
    return {key: tuple(map(Row._make, rows)) for key, rows in orjson.loads(body).items()}


def rows(files: Iterable[File], known: Made = NOTHING_MADE) -> Made:
    """What there is to keep of these files: those that have a key. What was `known` of a batch is still so."""
    made: dict[str, tuple[Row, ...]] = {}
    new: defaultdict[str, list[Row]] = defaultdict(list)
    for file in files:
        if file.key in known:
            made[file.key] = known[file.key]
        elif file.key:
            new[file.key].append(Row(file.path, file.fingerprint, file.folder, file.emitter, file.once))
    return made | {key: tuple(each) for key, each in new.items()}


def write(root: Path, generator: str, made: Made) -> None:
    """Keep `made` for the next run. A cache that cannot be written is none."""
    body = orjson.dumps(made, default=tuple)
    with suppress(OSError):
        write_kept(root, CACHE, _head(generator, body) + b"\n" + body)


def _head(generator: str, body: bytes) -> bytes:
    return hashlib.sha256(generator.encode() + b"\n" + body).hexdigest().encode()
