"""A process of ours: its output line by line, its end, and never one that outlives us.

These are asyncio's subprocesses: circus, honcho and supervisor start and restart programs too, but know of no
order by readiness, no output to be read here, and bring a daemon, a configuration format or a message queue.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from plano.local.errors import LocalError
from plano.local.logstream import readable
from plano.local.processes import end_group

_KEPT = 20
_LONGEST_LINE = 1024 * 1024

Sink = Callable[[str, str], None]


class Child:
    """One process. `sink` gets its name and each line of its output; the last lines are kept for an error."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], root: Path, sink: Sink) -> None:
        self.name = name
        self._command = command
        self._env = {**_inherited(), **env, "PYTHONUNBUFFERED": "1"}
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
        self._last.clear()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *_tether(),
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                cwd=self._root,
                env=self._env,
                start_new_session=True,
                limit=_LONGEST_LINE,
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
            raise self.failed(f"says nothing for {seconds:.0f} s") from None

    async def ended(self) -> int:
        """Wait for its end and for its last line; gives its exit code. What it left in its group is killed."""
        assert self._process is not None
        code = await self._process.wait()
        end_group(self._process.pid)
        if self._reading is not None:
            await asyncio.shield(self._reading)
        return code

    async def stop(self, seconds: float = 20) -> None:
        """Ask it to end, and end it where it does not in time."""
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), seconds)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        await self.ended()

    def failed(self, what: str) -> LocalError:
        """The error that it `what`, with the last lines that it said."""
        return LocalError(
            "\n".join([f"{self.name} {what}", *(f"    {readable(line, self._root)}" for line in self._last)])
        )

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
            first.set_exception(self.failed("ended at once:"))
            first.exception()


def _tether() -> list[str]:
    """The kernel asks the process to end when we end, even by SIGKILL. What escapes this, the next start finds."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _inherited() -> dict[str, str]:
    """Our environment without what is meant for Plano: a service is told its own passwords and addresses alone."""
    return {
        name: value
        for name, value in os.environ.items()
        if name == "PLANO_LOG_LEVEL" or not name.startswith(("PLANO_", "PYTHONPATH", "PYTHONHOME"))
    }
