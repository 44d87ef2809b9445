"""Ports of 127.0.0.1 that are taken before somebody listens on them, so that no other `plano up` takes them too."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from pathlib import Path

from plano.local.errors import LocalError, writing
from plano.platform.ports import COUNT, FIRST


class Ports:
    """What one `plano up` has taken. A lock on a file of the port's name stands for it, and ends with the process.

    LocalError where there is no folder for temporary files.
    """

    def __init__(self) -> None:
        try:
            self._folder = Path(tempfile.gettempdir()) / f"plano-ports-{os.geteuid()}"
        except OSError as error:
            raise LocalError(f"{error.strerror}. Make room, or name a folder of yours in TMPDIR") from error
        self._held: dict[int, int] = {}

    def take(self, wanted: int) -> int:
        """That port, or the next free one after it where somebody has it. LocalError where there is none."""
        for step in range(COUNT):
            port = wanted if step == 0 else FIRST + (wanted - FIRST + step) % COUNT
            if self._lock(port):
                if is_free(port):
                    return port
                os.close(self._held.pop(port))
        raise LocalError(f"no port between {FIRST} and {FIRST + COUNT} is free on this machine")

    def release(self) -> None:
        """Give back all of them."""
        for lock in self._held.values():
            os.close(lock)
        self._held.clear()

    def _lock(self, port: int) -> bool:
        if port in self._held:
            return False
        with writing(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._folder / str(port), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return False
        self._held[port] = lock
        return True


def is_free(port: int) -> bool:
    """Whether nobody listens on that port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that is free at this moment; nothing keeps it from others."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
