"""A program at a terminal of its own: what a person sees there, and the keys that are pressed."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from types import TracebackType
from typing import Self

ENTER, SPACE, UP, DOWN, CTRL_C, ERASE_LINE = "\r", " ", "\x1b[A", "\x1b[B", "\x03", "\x15"
_PATIENCE = 60.0  # seconds until a program that says nothing more is a failure
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>78]|[\x07\r]")
_WHERE_IS_THE_CURSOR = b"\x1b[6n"
_SIZE = struct.pack("HHHH", 40, 200, 0, 0)  # lines and columns, wide enough that nothing wraps


class Terminal:
    """Runs a program with a terminal as its input, output and errors; ends it when the block ends."""

    def __init__(self, command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, _SIZE)
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**env, "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._raw = b""
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._ours)

    @property
    def shown(self) -> str:
        """All that was written to the terminal so far, without colours and movements."""
        return _CONTROL.sub("", self._raw.decode(errors="replace"))

    def until(self, words: str) -> str:
        """Wait until the program has written `words` since the last time; gives what it wrote up to them.

        AssertionError, with all that was shown, where it ends or says nothing more without them.
        """
        while (at := self.shown.find(words, self._seen)) < 0:
            assert self._read(), f"'{words}' was never shown:\n{self.shown}"
        before, self._seen = self.shown[self._seen : at], at + len(words)
        return before

    def press(self, *keys: str) -> None:
        """Type these."""
        for each in keys:
            os.write(self._ours, each.encode())

    def ended(self) -> int:
        """Wait for the program's end; gives its exit code."""
        while self._read():
            pass
        return self._process.wait(_PATIENCE)

    def _read(self) -> bool:
        """Take what is there; False at the end, or where nothing comes for too long."""
        if not select.select([self._ours], [], [], _PATIENCE)[0]:
            return False
        try:
            part = os.read(self._ours, 1 << 16)
        except OSError:  # Linux says so that the other end is closed
            return False
        if _WHERE_IS_THE_CURSOR in part:
            os.write(self._ours, b"\x1b[1;1R")
        self._raw += part
        return bool(part)
