"""One file onto the disk, and one off it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from plano.output.errors import refusal
from plano.output.stamp import look_of
from plano.output.survey import temporary_name

MODE = 0o644
"""Of every derived file, whatever the umask says: the same blueprint gives the same modes on every machine."""

FOLDER_MODE = 0o755


def place(root: Path, path: str, content: bytes, mode: int = MODE) -> str:
    """Write a file whole or not at all, with the folders above it; gives how it looks then.

    OutputError where the system does not let it.
    """
    folder, _, name = path.rpartition("/")
    target = f"{root}/{path}"
    temporary = f"{root}/{folder}/{temporary_name(name)}"
    try:
        try:
            looks = _create(temporary, content, mode)
        except FileNotFoundError:
            _make(root / folder)
            looks = _create(temporary, content, mode)
        except FileExistsError:  # of a killed process that had this one's number, as in a container
            os.unlink(temporary)
            looks = _create(temporary, content, mode)
        os.replace(temporary, target)
        return looks
    except BaseException as error:
        with suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise refusal(error, path) from error
        raise


def prune(root: Path, path: str) -> None:
    """Remove a file of ours, what Python compiled of it, and the folders that are then empty; or an empty folder.

    OutputError where the system does not let it. The file goes last, so that a run cut short does it again.
    """
    target = root / path
    try:
        if target.is_dir() and not target.is_symlink():
            _remove_empty(target, root)
            return
        compiled = target.parent / "__pycache__"
        if target.suffix == ".py" and not compiled.is_symlink():
            for each in compiled.glob(f"{target.stem}.*.pyc"):
                each.unlink()
            with suppress(OSError):
                compiled.rmdir()
        target.unlink(missing_ok=True)
    except OSError as error:
        raise refusal(error, path, "removed") from error
    _remove_empty(target.parent, root)


def _create(path: str, content: bytes, mode: int) -> str:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with open(descriptor, "wb", buffering=0) as file:
        with suppress(PermissionError):  # file systems without modes
            os.fchmod(descriptor, mode)
        written = file.write(content)
        while written < len(content):
            written += file.write(content[written:])
        return look_of(os.fstat(descriptor))


def _make(folder: Path) -> None:
    """The folder and those above it; a mode that is there already stays."""
    if not folder.parent.is_dir():
        _make(folder.parent)
    try:
        os.mkdir(folder, FOLDER_MODE)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    with suppress(PermissionError):
        os.chmod(folder, FOLDER_MODE)


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder and those above it, as far as they are empty."""
    for each in (folder, *folder.parents):
        if each == root:
            break
        try:
            each.rmdir()
        except OSError:
            break
