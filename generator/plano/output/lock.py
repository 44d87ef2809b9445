"""One writer at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from plano.output.errors import refusal
from plano.output.pending import insist_on_ended, insist_on_version
from plano.output.plain import lock_file

LOCK = ".plano/lock"


class LockedError(Exception):
    """Another process writes here; `owner` is its pid, 0 if it has not said so yet."""

    def __init__(self, owner: int) -> None:
        super().__init__(f"process {owner} writes here")
        self.owner = owner


@contextmanager
def writing(root: Path, *, ends: bool = False) -> Iterator[None]:
    """Hold the writer's lock, `.plano/lock`, which names its owner's pid; LockedError if another process has it.

    The kernel keeps the lock, so that a process that was killed leaves none behind. OutputError where the system
    lets nothing be written here, or a link stands in the lock's place; UnreadyError where another version of Plano
    belongs, or a run was cut short that this one does not come to end (`ends`).
    """
    if not ends:
        insist_on_ended(root)
        insist_on_version(root)
    try:
        descriptor = lock_file(root, LOCK)
    except OSError as error:
        raise refusal(error, LOCK) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = os.read(descriptor, 20).decode("ascii", "replace").strip()
            raise LockedError(int(text) if text.isdecimal() else 0) from None
        with suppress(OSError):  # a full disk: the lock holds without its owner's name
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
