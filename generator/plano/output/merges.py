"""Which files Git made: a generated file that it merged is nobody's edit, since the file follows the blueprint."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from plano.output.index import INDEX_NAME
from plano.output.plain import read

_FOLDERS = ("generated", "services")
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class _Joined:
    """Commits that are one, or are about to be, and the one from which they parted: empty where there is none."""

    sides: tuple[str, ...]
    base: str


def merged(root: Path, files: Mapping[str, bytes], several: Set[str]) -> frozenset[str]:
    """Those of `files` (path → content) that Git merged; `several` are paths with fingerprints of two sides.

    Git has such a file exactly as it stands: staged while a merge, a rebase or the like is open, else in HEAD. No side
    has it so, and both changed it since they parted, each in its own way: where only one did, or none, Git takes a
    whole file, and whatever else stands there is a person's. Where one side renamed it, its index tells of the other.
    Of a commit with one parent, as a rebase leaves it, the index must name two sides, and must have come with the
    file. Where there is a repository and Git cannot be asked, nothing is merged; where there is none, `several` is all
    that is known.
    """
    opened = _opened(root)
    listed = _git(root, *(("ls-files", "-s", "-z") if opened else ("ls-tree", "-r", "-z", "HEAD")), "--", *_FOLDERS)
    if listed is None:
        return frozenset() if _versioned(root) else frozenset(several & files.keys())
    has = _blobs(listed)
    known = {path: has[path] for path, content in files.items() if path in has and _is(has[path], content)}
    if not known:
        return frozenset()
    joined = opened or _head(root)
    if len(joined.sides) < 2:
        return frozenset(path for path in several & known.keys() if _came_with_its_index(root, path))
    sides, base = [_tree(root, side) for side in joined.sides], _tree(root, joined.base)
    return frozenset(
        path
        for path, blob in known.items()
        if all(side.get(path) != blob for side in sides)
        and _changed(path, sides, base) >= (1 if path in several else 2)
    )


def _changed(path: str, sides: list[dict[str, str]], base: Mapping[str, str]) -> int:
    """In how many ways sides changed the file. One that removed it leaves nothing to merge."""
    return len({side[path] for side in sides if path in side and side[path] != base.get(path)})


def _opened(root: Path) -> _Joined | None:
    """What is being joined; None where nothing is."""
    asked = ("MERGE_HEAD", "rebase-merge", "rebase-apply")
    named = _git(root, "rev-parse", *(word for name in asked for word in ("--git-path", name)))
    places = [root / place for place in (named or b"").decode("utf-8", "surrogateescape").splitlines()]
    if len(places) != len(asked):
        return None
    try:
        heads = read(str(places[0]))[0].decode("ascii", "replace").split()
    except OSError:
        heads = []
    if heads:
        return _joined(root, "HEAD", *heads)
    if picked := _commit(root, "CHERRY_PICK_HEAD"):
        return _Joined(("HEAD", picked), f"{picked}^")
    if reverted := _commit(root, "REVERT_HEAD"):
        return _Joined(("HEAD", f"{reverted}^"), reverted)
    # REBASE_HEAD stays when a rebase has ended: it counts while the rebase has its folder
    if any(place.is_dir() for place in places[1:]) and (moved := _commit(root, "REBASE_HEAD")):
        return _Joined(("HEAD", moved), f"{moved}^")
    return None


def _head(root: Path) -> _Joined:
    """What was joined in HEAD: a commit that is no merge has one side."""
    return _joined(root, *(_git(root, "rev-parse", "HEAD^@") or b"").decode().split())


def _joined(root: Path, *sides: str) -> _Joined:
    base = _git(root, "merge-base", "--octopus", *sides) if len(sides) > 1 else None
    return _Joined(sides, (base or b"").decode().strip())


def _commit(root: Path, name: str) -> str:
    return (_git(root, "rev-parse", "-q", "--verify", name) or b"").decode().strip()


def _tree(root: Path, commit: str) -> dict[str, str]:
    return _blobs(_git(root, "ls-tree", "-r", "-z", commit, "--", *_FOLDERS) or b"") if commit else {}


def _came_with_its_index(root: Path, path: str) -> bool:
    """Whether the commit that last changed the file changed an index above it too: an edit by hand changes none."""
    commit = (_git(root, "log", "-1", "--format=%H", "--", path) or b"").decode().strip()
    if not commit:
        return False
    above = [path.rsplit("/", up)[0] for up in range(1, path.count("/") + 1)]
    indexes = [f"{folder}/{INDEX_NAME}" for folder in above]
    return bool(_git(root, "diff-tree", "-r", "-m", "--root", "--no-commit-id", "--name-only", commit, "--", *indexes))


def _versioned(root: Path) -> bool:
    """Whether this is in a repository, also in one of which Git says nothing: it is missing, or another user's."""
    here = root.resolve()
    return any((folder / ".git").exists() for folder in (here, *here.parents))


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


def _is(blob: str, content: bytes) -> bool:
    """Whether a blob has this content. The length of its name tells the repository's hash: SHA-1 or SHA-256."""
    digest = hashlib.new("sha256" if len(blob) == 64 else "sha1", usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest() == blob


def _git(root: Path, *words: str) -> bytes | None:
    """What a command that only reads prints; None where it fails or there is no Git."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1"}
    try:
        done = subprocess.run(
            ["git", *words], cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
