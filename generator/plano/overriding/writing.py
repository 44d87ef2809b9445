"""Writing overrides, each with a copy of what it shadows, by which a later change of that can be shown."""

from __future__ import annotations

from pathlib import Path

from plano.output.disk import Disk
from plano.output.errors import OutputError
from plano.output.index import fingerprint
from plano.output.write import replace
from plano.overriding.model import FOLDER, SHADOWED, Override, header
from plano.overriding.reading import LARGEST
from plano.overriding.shadowing import shadowed_today


def put(root: Path, override: Override) -> None:
    """Write an override, and what it shadows today. OutputError, before anything is written, for what is in the way.

    A file that is there is replaced: whoever calls has asked for that, or seen that there is none.
    """
    kept = f"{SHADOWED}/{override.path}"
    for path in (override.file, kept):
        insist_on_place(root, path)
    replace(root / kept, shadowed_today(override))
    replace(root / override.file, override.content)


def confirm(root: Path, override: Override) -> Override:
    """Write an override anew as one of what it shadows today; what it says stays. OutputError."""
    mark = header(fingerprint(shadowed_today(override))).encode()
    confirmed = Override(override.path, mark + override.body)
    put(root, confirmed)
    return confirmed


def kept(root: Path, override: Override) -> bytes | None:
    """What an override shadowed when it was written; None where that was not kept, or is something else by now."""
    content = Disk(root).read(f"{SHADOWED}/{override.path}", LARGEST)
    return content if content is not None and fingerprint(content) == override.shadows else None


def insist_on_place(root: Path, path: str) -> None:
    """OutputError where a link, or anything that is no file, stands on the way to the path or at it."""
    disk = Disk(root)
    obstacle = disk.obstacle(path)
    if obstacle and (obstacle != path or disk.read(path, 1) is None):
        raise OutputError(obstacle, "a link, or something that is no file, stands there")


def stands(root: Path, path: str) -> bool:
    """Whether anything stands where the override of the template at `path` belongs."""
    return bool(Disk(root).obstacle(f"{FOLDER}/{path}"))
