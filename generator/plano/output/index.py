"""The index in a subject's folder: which files there are ours, and what they were when they were written.

Lines of `hash path`, sorted by path, so that parallel changes merge line by line (`merge=union`). It is
read as untrusted input: a line that speaks of anything outside its own folder does not count.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

INDEX_NAME = ".plano-index"

_LINE = re.compile(r"([0-9a-f]{16}) (\S.*)")


def fingerprint(content: bytes) -> str:
    """What an index keeps of a file: 64 bits of its SHA-256, enough to tell an edit from none."""
    return hashlib.sha256(content).hexdigest()[:16]


def index_text(hashes: Mapping[str, str]) -> str:
    """The index of files given as path within the folder → fingerprint."""
    return "".join(f"{hashes[path]} {path}\n" for path in sorted(hashes))


def read_index(text: str) -> dict[str, set[str]]:
    """Path within the folder → fingerprints; several of one path come of a merge, or of a write cut short.

    Conflict markers and lines of any other form are passed over.
    """
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is not None and _inside(match[2]):
            found.setdefault(match[2], set()).add(match[1])
    return found


def known_files(root: Path, folders: frozenset[str]) -> dict[str, dict[str, set[str]]]:
    """Folder → its index, for `folders` and for every other folder in which an index may stand."""
    found: dict[str, dict[str, set[str]]] = {}
    for folder in sorted(folders.union(_folders_with_index(root))):
        try:
            text = (root / folder / INDEX_NAME).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        found[folder] = read_index(text)
    return found


def _folders_with_index(root: Path) -> Iterator[str]:
    for top, folders, files in os.walk(root / "generated"):
        folders[:] = [name for name in folders if name != "__pycache__"]
        if INDEX_NAME in files:
            yield Path(top).relative_to(root).as_posix()
    for index in root.glob(f"services/*/migrations/{INDEX_NAME}"):
        yield index.parent.relative_to(root).as_posix()


def _inside(path: str) -> bool:
    """Whether a path cannot leave its folder, on any system, and is not the index's own."""
    parts = path.split("/")
    return not ({"", ".", "..", INDEX_NAME} & set(parts) or "\\" in path or ":" in parts[0] or "\0" in path)
