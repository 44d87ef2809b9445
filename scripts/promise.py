"""A patch release never changes `generated/`: what is derived now, against what was committed at the last tag.

So a user who takes a patch gets no diff to review.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from plano.output.index import INDEX_NAME, index_text
from plano.pipeline import build_root
from scripts import versions
from scripts.versions import Version

SOURCE = "generator/plano/__init__.py"
"""Where the version is written."""


class GitError(Exception):
    """What Git said."""


def git(root: Path, *words: str) -> bytes:
    """What Git prints. GitError where it fails."""
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip() or f"git {words[0]} failed")
    return done.stdout


def tags(root: Path, *where: str) -> list[str]:
    """The names of tags; `where` as `--merged HEAD`."""
    return git(root, "tag", "--list", *where).decode().split()


def generated_at(root: Path, revision: str) -> dict[str, bytes]:
    """Path → content of all below `generated/` at a revision; nothing where it had none. GitError."""
    if not git(root, "ls-tree", revision, "--", "generated"):
        return {}
    with tarfile.open(fileobj=io.BytesIO(git(root, "archive", revision, "--", "generated"))) as archive:
        members = [member for member in archive if member.isfile()]
        return {member.name: file.read() for member in members if (file := archive.extractfile(member))}


def generated_now(root: Path) -> dict[str, bytes]:
    """Path → content of all that the blueprint of the repository at `root` gives, with the indexes.

    ValueError where the blueprint has an error.
    """
    tree = build_root(root).tree
    if tree is None:
        raise ValueError("the blueprint has errors: 'plano check' shows them")
    files = {file.path: file.content for file in tree.files.values() if not file.once}
    indexes = {f"{folder}/{INDEX_NAME}": index_text(hashes).encode() for folder, hashes in tree.hashes.items()}
    return {**files, **indexes}


def changed_since(root: Path, revision: str) -> list[str]:
    """Paths below `generated/` that a release now would change, sorted. GitError, ValueError."""
    before, now = generated_at(root, revision), generated_now(root)
    return sorted(path for path in {*before, *now} if before.get(path) != now.get(path))


def bound_by(root: Path) -> Version | None:
    """The release whose `generated/` the checkout must have, since its version is a patch of that; None for none.

    Past the tag of the version that is written, nothing is promised yet: the next one may be a minor.
    """
    ours = versions.parsed(versions.written((root / SOURCE).read_text(encoding="utf-8")))
    known = tags(root, "--merged", "HEAD")
    if ours is None or (ours.tag in known and _commit(root, ours.tag) != _commit(root, "HEAD")):
        return None
    before = versions.last(tag for tag in known if tag != ours.tag)
    return before if before is not None and ours.is_patch_of(before) else None


def _commit(root: Path, revision: str) -> bytes:
    return git(root, "rev-parse", "--verify", f"{revision}^{{commit}}")
