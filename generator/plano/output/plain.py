"""Plain files: opened without waiting for whoever is at a pipe's other end, and through no link unless it may be one.

What Plano keeps for itself lies in `.plano/`: it is overwritten and removed unasked, and may have come with a clone.
So that folder and each file in it count only where they are no links. `plano.output.disk` reads everything else.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from plano.output.errors import OutputError

KEPT = ".plano"


def opened(path: str, flags: int = os.O_RDONLY, *, links: bool = False) -> int:
    """A descriptor of a plain file, which `flags` may create; with `links` one to which a link leads.

    OSError for all else that stands there: nothing waits for a pipe, and no device is written.
    """
    follow = 0 if links else os.O_NOFOLLOW
    descriptor = os.open(path, flags | follow | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no plain file", path)
    return descriptor


def read(path: str, *, links: bool = False) -> tuple[bytes, os.stat_result]:
    """All that stands in a plain file, and how it looked when it was opened. OSError as from `opened`."""
    with open(opened(path, links=links), "rb") as file:
        return file.read(), os.fstat(file.fileno())


def read_kept(root: Path, path: str) -> tuple[bytes, os.stat_result] | None:
    """A file of `.plano/`, as `read` gives it; None where there is none that counts."""
    if not is_folder(root):
        return None
    try:
        return read(f"{root}/{path}")
    except (OSError, ValueError):
        return None


def write_kept(root: Path, path: str, content: bytes) -> None:
    """Write a file of `.plano/` whole or not at all; a link in its place is replaced, and what it leads to stays.

    OSError where the system does not let it, or there is no such folder.
    """
    if not is_folder(root):
        raise OSError(errno.ENOTDIR, "it is no folder", f"{root}/{KEPT}")
    temporary = f"{root}/{path}.{os.getpid()}"
    with suppress(FileNotFoundError):  # of a killed process that had this one's number, as in a container
        os.unlink(temporary)
    try:
        with open(opened(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
            file.write(content)
        os.replace(temporary, f"{root}/{path}")
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def lock_file(root: Path, path: str) -> int:
    """A descriptor of the lock in `.plano/`, which is made where it is not there.

    OutputError for a link or anything else in the place of either; OSError where the system does not let it.
    """
    with suppress(FileExistsError):
        os.mkdir(f"{root}/{KEPT}")
    if not is_folder(root):
        raise OutputError(KEPT, "a link or a file stands there", "used")
    if os.path.lexists(f"{root}/{path}") and not stat.S_ISREG(os.lstat(f"{root}/{path}").st_mode):
        raise OutputError(path, "a link, or something that is no file, stands there", "used")
    return opened(f"{root}/{path}", os.O_RDWR | os.O_CREAT)


def is_folder(root: Path) -> bool:
    """Whether `.plano` is there, and neither a link nor a file."""
    try:
        return stat.S_ISDIR(os.lstat(f"{root}/{KEPT}").st_mode)
    except (OSError, ValueError):
        return False
