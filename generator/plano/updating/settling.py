"""What a merge of lines cannot settle: one side has no such file, or the file is no text. What is yours stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.updating.repository import Clone

NOT_MERGED = ("blueprint.yaml", "services/", "overrides/", "releases/", "generated/", ".copier-answers.yml")
"""What no update merges with the template: it is yours, state or derived. `copier.yml` excludes the same."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something to choose by hand. `line` is from 1; 0 where there is no file. `said` is empty for marks in it."""

    path: str
    line: int = 1
    said: str = ""


def settled(clone: Clone, old: Path, new: Path) -> tuple[Conflict, ...]:
    """Put back in the clone what the merge took of yours, and say what is left to you.

    `old` and `new` hold the template's files as they were made and as they would be made now.
    """
    return tuple(_settled(clone, old, new))


def _settled(clone: Clone, old: Path, new: Path) -> Iterator[Conflict]:
    for path in sorted({*_files(old), *_files(new)}):
        before, after = _content(old / path), _content(new / path)
        if before == after:
            continue
        yours = clone.committed(path)
        if yours is None:
            if before is not None and after is not None:
                yield Conflict(path, 0, "you removed it, and the template changed it: it stays removed")
        elif yours in (before, after):
            continue
        elif after is None:
            clone.restore(path)
            yield Conflict(path, 1, "the template has it no longer, and you changed it: it stays")
        elif any(b"\0" in (each or b"") for each in (before, after, yours)):
            clone.restore(path)
            yield Conflict(path, 1, "you and the template changed it, and it is no text: yours stays")


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(NOT_MERGED):
            yield name


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
