"""What the last run saw and left, so that a run with nothing to do ends before it begins.

Like Git's own index: if what goes in has the same bytes, and what came out the same sizes and times, then the
same would be written. Only `generate` asks the stamp; `check` always looks at every byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import gmtime, strftime
from typing import NamedTuple

from plano.output import plain
from plano.output.errors import refusal

STAMP = ".plano/stamp"
CACHE = ".plano/cache"  # of plano.output.cache, which costs imports


def inputs(root: Path, package: Path, templates: Path) -> str:
    """A fingerprint of all that decides what is written: the blueprint's bytes, the generator, templates, overrides.

    The folder of installed packages is in it too, since these may bring emitters, and the day, since exceptions
    run out. The generator and templates count by their sizes and times.
    """
    digest = hashlib.sha256(strftime("%Y-%m-%d", gmtime()).encode())
    try:
        digest.update(plain.read(f"{root}/blueprint.yaml", links=True)[0])
    except (OSError, ValueError):
        digest.update(b"none")
    digest.update(renderer(root, package, templates).encode())
    return digest.hexdigest()


def renderer(root: Path, package: Path, templates: Path) -> str:
    """A fingerprint of what makes files of a platform: the generator, its templates and what overrides these."""
    return _looks((*_code(package), *_below(templates, ""), *_below(root / "overrides", "")))


def generator(package: Path) -> str:
    """A fingerprint of the generator's code, and of what is installed beside it."""
    return _looks(_code(package))


class Stamp(NamedTuple):
    """What a run left: `inputs` if it left all as it should be, else nothing, and how each path looked then.

    A path that is not as it should be has no look. `time` is the system's for the stamp itself, in nanoseconds: of a
    file with the same time or a later one nobody can tell whether it was changed afterwards, since clocks have ticks.
    """

    inputs: str
    looks: Mapping[str, str]
    total: int  # files in the tree
    said: str
    time: int = 0

    def holds(self, path: str, full: str) -> bool:
        """Whether the file at `full`, which is `path` below the root, is surely as it was left."""
        try:
            found = os.lstat(full)
        except OSError:
            return self.looks.get(path) == ""
        except ValueError:  # no file can have this name
            return False
        return look_of(found) == self.looks.get(path) and found.st_mtime_ns < self.time


NO_STAMP = Stamp("", {}, 0, "")


def read(root: Path) -> Stamp:
    """The stamp of the last run; the empty one where there is none that counts."""
    kept = plain.read_kept(root, STAMP)
    if kept is None:
        return NO_STAMP
    try:
        stamp = json.loads(kept[0])
    except (ValueError, RecursionError):
        return NO_STAMP
    if not isinstance(stamp, dict):
        return NO_STAMP
    inputs, looks, total, said = (stamp.get(key) for key in ("inputs", "looks", "total", "said"))
    if isinstance(inputs, str) and isinstance(looks, dict) and isinstance(total, int) and isinstance(said, str):
        return Stamp(inputs, looks, total, said, kept[1].st_mtime_ns)
    return NO_STAMP


def unchanged(root: Path, seen: str) -> Stamp | None:
    """The stamp, if `inputs` are as `seen` and every file looks as it was left; else None."""
    stamp = read(root)
    if stamp.inputs != seen:
        return None
    return stamp if all(stamp.holds(path, f"{root}/{path}") for path in stamp.looks) else None


def remember(root: Path, stamp: Stamp, paths: Iterable[str]) -> None:
    """Keep a stamp: its looks, and those that `paths` have now, which are as they should be too.

    Folders are among these: their times tell what came to them, as a subject that went and that a merge brought back.
    Handlers under `services/` are looked at as well, since a run tells which are missing. A stamp that cannot be
    written is none: the next run looks at everything.
    """
    looks = {path: look(f"{root}/{path}") for path in (*paths, *_handlers(root))}
    kept = stamp._replace(looks={**looks, **stamp.looks})._asdict()  # what was read looks as it did then
    with suppress(OSError):
        plain.write_kept(root, STAMP, json.dumps(kept).encode())


def forget(root: Path) -> None:
    """Make the next run look at everything, and drop what killed runs began; the lock must be held.

    OutputError where the system does not let the stamp go.
    """
    if not plain.is_folder(root):
        return
    try:
        begun = (root / kept for kept in (STAMP, CACHE))
        for path in (root / STAMP, *(left for kept in begun for left in kept.parent.glob(f"{kept.name}.[0-9]*"))):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise refusal(error, STAMP, "removed") from error


def look(path: str) -> str:
    """How a file looks from outside; empty where there is none."""
    try:
        return look_of(os.lstat(path))
    except OSError:
        return ""


def look_of(found: os.stat_result) -> str:
    """How a file looks that the system tells this of."""
    return f"{found.st_mode:o} {found.st_size} {found.st_mtime_ns} {found.st_ino}"


def _looks(paths: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path} {look(path)}\n".encode("utf-8", "surrogateescape"))  # whatever bytes a name has
    return digest.hexdigest()


def _code(package: Path) -> tuple[str, ...]:
    return (*_below(package, ".py"), sysconfig.get_path("purelib"))


def _below(folder: Path, suffix: str) -> Iterator[str]:
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        links = [name for name in folders if os.path.islink(f"{top}/{name}")]
        yield from (f"{top}/{name}" for name in sorted((*files, *links)) if name.endswith(suffix))


def _handlers(root: Path) -> Iterator[str]:
    try:
        services = sorted(os.listdir(root / "services"))
    except OSError:
        return
    for service in services:
        yield f"services/{service}/handlers.py"
        for path in _below(root / "services" / service / "handlers", ".py"):
            yield path.removeprefix(f"{root}/")
