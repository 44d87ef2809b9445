"""`plano up` in a folder as its user starts it, and what is left on the machine once it has ended."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil

from plano.local import state as states
from plano.local.state import Part, State
from tests.local.lab import PLANO, environment

T = TypeVar("T")


def eventually(what: str, probe: Callable[[], T | None], seconds: float = 40) -> T:
    """The first truthy result of `probe`; AssertionError naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not (found := probe()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return found


def processes_of(root: Path) -> list[str]:
    """The command lines of all processes that work in `root` or name it, PostgreSQL's among them."""
    found = []
    for each in psutil.process_iter():
        try:
            told = " ".join(each.cmdline())
            if each.status() != psutil.STATUS_ZOMBIE and (str(root) in told or each.cwd() == str(root)):
                found.append(told)
        except psutil.Error:
            continue
    return found


@dataclass
class Up:
    """One `plano up`; `log` is all that it and its services have said."""

    root: Path
    process: subprocess.Popen[bytes]
    environment: str
    file: Path

    @classmethod
    def begin(cls, root: Path, port: int, *options: str, env: str = "local") -> Up:
        """Start it, and wait for nothing."""
        file = root / f"up-{env}.log"
        with file.open("wb") as output:
            process = subprocess.Popen(
                [PLANO, "up", "--env", env, "--port", str(port), *options],
                cwd=root,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment(),
            )
        return cls(root, process, env, file)

    def ready(self) -> Up:
        """Wait until all runs."""

        def probe() -> bool:
            assert self.process.poll() is None, self.log
            state = states.read(self.root, self.environment)
            return state is not None and state.ready and state.pid == self.process.pid

        eventually("the platform is ready", probe, 90)
        return self

    @property
    def log(self) -> str:
        return self.file.read_text(errors="replace")

    @property
    def state(self) -> State:
        state = states.read(self.root, self.environment)
        assert state is not None
        return state

    def part(self, name: str) -> Part:
        return next(each for each in self.state.parts if each.name == name)

    def kill(self, name: str) -> None:
        """End one of its processes with SIGKILL, and wait for the one that takes its place."""
        pid = self.part(name).pid
        os.kill(pid, 9)
        eventually(f"another {name}", lambda: self.part(name).pid != pid)

    def end(self, number: int) -> int:
        """Send it a signal; gives its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)
