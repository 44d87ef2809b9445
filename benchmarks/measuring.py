"""How things are measured: interleaved rounds, medians, a memory file system, and the lines of the table."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PLANO = [sys.executable, "-m", "plano"]
SCRIPT = str(Path(sys.executable).with_name("plano"))


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: ours and theirs in seconds, and the ratio that must keep to `bar`, where there is one.

    `unit` is of ours and theirs.
    """

    what: str
    ours: float
    theirs: float
    ratio: float
    bar: float | None = None
    at_least: bool = False
    unit: str = "s"

    @property
    def held(self) -> bool:
        return self.bar is None or (self.ratio >= self.bar if self.at_least else self.ratio <= self.bar)

    def line(self) -> str:
        bar = "" if self.bar is None else f"{'≥' if self.at_least else '≤'} {self.bar}"
        shown = "".join(f"{value:>9.3f}{self.unit:<2}" for value in (self.ours, self.theirs))
        return f"{self.what:<52}{shown}{self.ratio:>8.3f}   {bar}{'' if self.held else '   MISSED'}"


HEAD = f"{'what':<52}{'ours':>10} {'other':>10} {'ratio':>8}   bar"


def interleaved(*each: Callable[[], object], rounds: int, warm: bool = True) -> tuple[float, ...]:
    """The median seconds of each, measured in turn; where `warm`, after one round that does not count."""
    taken: list[list[float]] = [[] for _ in each]
    for number in range(-1 if warm else 0, rounds):
        for one, times in zip(each, taken, strict=True):
            started = time.perf_counter()
            one()
            if number >= 0:
                times.append(time.perf_counter() - started)
    return tuple(map(statistics.median, taken))


def run(command: list[str], where: Path | None = None) -> str:
    """What a command prints; a failure ends the benchmark with what it said."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=where)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def generate(root: Path) -> None:
    """`plano generate` as a process."""
    run([*PLANO, "--root", str(root), "generate"])


def wipe(root: Path) -> None:
    """Leave only the blueprint."""
    for name in ("generated", "services", ".plano"):
        shutil.rmtree(root / name, ignore_errors=True)


def files_below(root: Path) -> dict[str, int]:
    """Path → bytes of all files but the state of this machine."""
    kept = (path for path in root.rglob("*") if path.is_file())
    sizes = {path.relative_to(root).as_posix(): path.stat().st_size for path in kept}
    return {path: size for path, size in sizes.items() if not path.startswith(".plano/")}


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a memory file system, if this machine has one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)
