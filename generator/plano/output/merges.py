"""Which files Git made: a generated file that it merged is nobody's edit, since the file follows the blueprint."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping, Set
from pathlib import Path

_OPEN = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
_FOLDERS = ("generated", "services")
_SECONDS = 30


def merged(root: Path, files: Mapping[str, bytes], several: Set[str]) -> frozenset[str]:
    """Those of `files` (path → content) that Git merged; `several` are paths with fingerprints of two sides.

    Git has such a file exactly as it stands: staged while a merge, a rebase or the like is open, else in HEAD.
    And its index names two sides, or no parent of the merge has it so. Where Git cannot be asked, `several`
    is all that is known.
    """
    opened = next((found for ref in _OPEN if (found := _git(root, "rev-parse", "-q", "--verify", ref))), None)
    listed = _git(root, *(("ls-files", "-s", "-z") if opened else ("ls-tree", "-r", "-z", "HEAD")), "--", *_FOLDERS)
    if listed is None:
        return frozenset(several & files.keys())
    has = _blobs(listed)
    parents = ["HEAD", opened.decode().strip()] if opened else _parents(root)
    sides = [_blobs(_git(root, "ls-tree", "-r", "-z", parent, "--", *_FOLDERS) or b"") for parent in parents]
    made: set[str] = set()
    for path, content in files.items():
        blob = has.get(path, "")
        if blob and blob == _blob(content, len(blob)):
            apart = len(sides) > 1 and all(side.get(path) != blob for side in sides)
            if path in several or apart:
                made.add(path)
    return frozenset(made)


def _parents(root: Path) -> list[str]:
    return (_git(root, "rev-parse", "HEAD^@") or b"").decode().split()


def _blobs(listed: bytes) -> dict[str, str]:
    """Path → blob, of what `ls-files -s` or `ls-tree` lists; a path in conflict has none."""
    found: dict[str, str] = {}
    for entry in listed.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        words = head.decode().split()  # mode, blob, stage; or mode, kind, blob
        if len(words) == 3 and words[2] == "0":
            found[path.decode("utf-8", "surrogateescape")] = words[1]
        elif len(words) == 3 and words[1] == "blob":
            found[path.decode("utf-8", "surrogateescape")] = words[2]
    return found


def _blob(content: bytes, length: int) -> str:
    """Git's name of a content, in a repository whose names have this length (SHA-1: 40, SHA-256: 64)."""
    digest = hashlib.new("sha256" if length == 64 else "sha1", usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest()


def _git(root: Path, *words: str) -> bytes | None:
    """What a command that only reads prints; None where it fails or there is no Git."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", *words], cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
