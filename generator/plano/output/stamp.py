"""What the last run saw and left, so that a run with nothing to do ends before it begins.

Like Git's own index: if what goes in has the same bytes, and what came out the same sizes and times, then the
same would be written. Only `generate` asks the stamp; `check` always looks at every byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import sysconfig
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from plano.output.cache import CACHE
from plano.output.errors import refusal

STAMP = ".plano/stamp"


def inputs(root: Path, package: Path, templates: Path) -> str:
    """A fingerprint of all that decides what is written: the blueprint's bytes, the generator, templates, overrides.

    The folder of installed packages is in it too, since these may bring emitters, and the day, since exceptions
    run out. The generator and templates count by their sizes and times.
    """
    digest = hashlib.sha256(time.strftime("%Y-%m-%d", time.gmtime()).encode())
    try:
        digest.update((root / "blueprint.yaml").read_bytes())
    except OSError:
        digest.update(b"none")
    digest.update(renderer(root, package, templates).encode())
    return digest.hexdigest()


def renderer(root: Path, package: Path, templates: Path) -> str:
    """A fingerprint of what makes files of a platform: the generator, its templates and what overrides these."""
    digest = hashlib.sha256()
    looked_at = (*_below(package, ".py"), *_below(templates, ""), *_below(root / "overrides", ""))
    for path in (*looked_at, sysconfig.get_path("purelib")):
        digest.update(f"{path} {_look(path)}\n".encode())
    return digest.hexdigest()


def unchanged(root: Path, seen: str) -> tuple[int, str] | None:
    """How many files stand as they were left, and what there was to say, if `inputs` are as `seen`; else None."""
    try:
        with open(root / STAMP, encoding="utf-8") as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return None
    if not isinstance(stamp, dict) or stamp.get("inputs") != seen:
        return None
    files, said, total = stamp.get("files"), stamp.get("said"), stamp.get("total")
    if not isinstance(files, dict) or not isinstance(said, str) or not isinstance(total, int):
        return None
    top = f"{root}/"
    return (total, said) if all(_look(top + path) == look for path, look in files.items()) else None


def remember(root: Path, seen: str, paths: Iterable[str], total: int, said: str) -> None:
    """Keep what was just written or found as it should be; `paths` are its files with their indexes.

    Handlers under `services/` are looked at too, since a run tells which are missing, and so are the folders of
    generated/. A stamp that cannot be written is none: the next run looks at everything.
    """
    looks = {path: _look(f"{root}/{path}") for path in (*paths, *_handlers(root), *_folders(root))}
    text = json.dumps({"inputs": seen, "total": total, "said": said, "files": looks})
    temporary = root / f"{STAMP}.{os.getpid()}"
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, root / STAMP)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def forget(root: Path) -> None:
    """Make the next run look at everything, and drop what killed runs began; the lock must be held.

    OutputError where the system does not let the stamp go.
    """
    try:
        begun = (root / kept for kept in (STAMP, CACHE))
        for path in (root / STAMP, *(left for kept in begun for left in kept.parent.glob(f"{kept.name}.*"))):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise refusal(error, STAMP, "removed") from error


def _look(path: str) -> str:
    try:
        found = os.lstat(path)
    except OSError:
        return ""
    return f"{found.st_mode:o} {found.st_size} {found.st_mtime_ns} {found.st_ino}"


def _below(folder: Path, suffix: str) -> Iterator[str]:
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        links = [name for name in folders if os.path.islink(f"{top}/{name}")]
        yield from (f"{top}/{name}" for name in sorted((*files, *links)) if name.endswith(suffix))


def _folders(root: Path) -> list[str]:
    """All folders of generated/, whose times tell what came to them: a subject that went, brought back by a merge."""
    found: list[str] = []
    for top, folders, _ in os.walk(root / "generated"):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        found.append(top.removeprefix(f"{root}/"))
    return found


def _handlers(root: Path) -> Iterator[str]:
    try:
        services = sorted(os.listdir(root / "services"))
    except OSError:
        return
    for service in services:
        yield f"services/{service}/handlers.py"
        for path in _below(root / "services" / service / "handlers", ".py"):
            yield path.removeprefix(f"{root}/")
