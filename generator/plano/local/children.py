"""A process of ours: its output line by line, its end, and never one that outlives us."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from plano.local.errors import LocalError

_PR_SET_PDEATHSIG = 1
_KEPT = 20
_LONGEST_LINE = 1024 * 1024

Sink = Callable[[str, str], None]


class Child:
    """One process. `sink` gets its name and each line of its output; the last lines are kept for an error."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], root: Path, sink: Sink) -> None:
        self.name = name
        self._command = command
        self._env = {**os.environ, **env, "PYTHONUNBUFFERED": "1"}
        self._root = root
        self._sink = sink
        self._last: deque[str] = deque(maxlen=_KEPT)
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._first: asyncio.Future[str] | None = None

    @property
    def pid(self) -> int:
        """Its process id; 0 before it was started."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start it, or start it again. LocalError where its program is not there."""
        self._first = asyncio.get_running_loop().create_future()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                cwd=self._root,
                env=self._env,
                start_new_session=True,
                limit=_LONGEST_LINE,
                preexec_fn=_die_with_parent,
            )
        except OSError as error:
            raise LocalError(f"{self.name} cannot be started: {error}") from error
        self._reading = asyncio.create_task(self._read(self._process, self._first))

    async def first_line(self, seconds: float) -> str:
        """The first line of its output. LocalError where none comes in time."""
        assert self._first is not None
        try:
            return await asyncio.wait_for(asyncio.shield(self._first), seconds)
        except TimeoutError:
            raise self.failed("says nothing") from None

    async def ended(self) -> int:
        """Wait for its end; gives its exit code."""
        assert self._process is not None
        code = await self._process.wait()
        if self._reading is not None:
            await self._reading
        return code

    async def stop(self, seconds: float = 20) -> None:
        """Ask it to end, and end it where it does not in time."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), seconds)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def failed(self, what: str) -> LocalError:
        """The error that it `what`, with the last lines that it said."""
        return LocalError("\n".join([f"{self.name} {what}", *(f"    {line}" for line in self._last)]))

    async def _read(self, process: asyncio.subprocess.Process, first: asyncio.Future[str]) -> None:
        assert process.stdout is not None
        while True:
            try:
                raw = await process.stdout.readline()
            except ValueError:  # a line over the limit: the rest of it follows as lines of its own
                continue
            if not raw:
                break
            line = raw.decode(errors="replace").rstrip("\n")
            if not first.done():
                first.set_result(line)
            self._last.append(line)
            self._sink(self.name, line)
        if not first.done():
            first.set_exception(self.failed("ended at once"))
            first.exception()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
