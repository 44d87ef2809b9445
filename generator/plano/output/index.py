"""The index in a subject's folder: which files there are ours, and what they were when they were written.

Lines of `hash path`, sorted by path, so that parallel changes merge line by line (`merge=union`). It is
read as untrusted input: a line that speaks of anything outside its own folder does not count, nor does an
index that is a link or longer than any that is ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from plano.output.disk import Disk

INDEX_NAME = ".plano-index"

LONGEST = 2 << 20
"""Bytes of an index that is read, some 25,000 files. A longer one counts as none, so that nothing follows from it."""

_CUT_SHORT = "writing: each line of a path that is written here is one that may stand, and plano generate ends it"

_LINE = re.compile(r"([0-9a-f]{16}) (\S.*)")


@dataclass(frozen=True)
class Index:
    """What an index says; it is read where somebody asks, since most are known by their bytes."""

    content: bytes

    @cached_property
    def hashes(self) -> Mapping[str, set[str]]:
        """Path within the folder → fingerprints; several of one path come of a merge, or of a write cut short.

        Conflict markers and lines of any other form are passed over.
        """
        found: dict[str, set[str]] = {}
        for line in self._lines:
            match = _LINE.fullmatch(line)
            if match is not None and _inside(match[2]):
                found.setdefault(match[2], set()).add(match[1])
        return found

    @property
    def cut_short(self) -> bool:
        """Whether a run announced what it would write, and did not end."""
        return _CUT_SHORT in self._lines

    @cached_property
    def _lines(self) -> list[str]:
        return [line.removesuffix("\r") for line in self.content.decode("utf-8", "replace").split("\n")]


def fingerprint(content: bytes) -> str:
    """What an index keeps of a file: 64 bits of its SHA-256, enough to tell an edit from none."""
    return hashlib.sha256(content).hexdigest()[:16]


def index_text(hashes: Mapping[str, str]) -> str:
    """The index of files given as path within the folder → fingerprint."""
    return "".join(f"{hashes[path]} {path}\n" for path in sorted(hashes))


def intent_text(hashes: Mapping[str, set[str]]) -> str:
    """The index while files are written: all fingerprints that each of them may have if the run is cut short."""
    lines = (f"{each} {path}\n" for path in sorted(hashes) for each in sorted(hashes[path]))
    return f"{_CUT_SHORT}\n{''.join(lines)}"


def known_files(disk: Disk, folders: Iterable[str]) -> dict[str, Index]:
    """Folder → its index, for those of `folders` that have one which counts."""
    found: dict[str, Index] = {}
    for folder in sorted(folders):
        content = disk.read(f"{folder}/{INDEX_NAME}", LONGEST + 1)
        if content is not None and len(content) <= LONGEST:
            found[folder] = Index(content)
    return found


def _inside(path: str) -> bool:
    """Whether a path cannot leave its folder, on any system, and is not the index's own."""
    parts = path.split("/")
    return not ({"", ".", "..", INDEX_NAME} & set(parts) or "\\" in path or ":" in parts[0] or "\0" in path)
