"""What Plano takes, as ratios to what the same machine takes for something known, in one run.

Rounds are interleaved and medians are shown. Files lie on a memory file system where there is one.
Run as: python benchmarks/bench.py [SERVICES]
"""

from __future__ import annotations

import math
import os
import resource
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

from plainjinja import PlainRun
from requests_cpu import BARS, measure
from synthetic import blueprint

ROUNDS = 5
LINES = 20_000
PLANO = [sys.executable, "-m", "plano"]


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: ours and theirs in seconds, and the ratio that must keep to `bar`, where there is one."""

    what: str
    ours: float
    theirs: float
    ratio: float
    bar: float | None
    at_least: bool = False

    @property
    def held(self) -> bool:
        return self.bar is None or (self.ratio >= self.bar if self.at_least else self.ratio <= self.bar)


def main(services: int) -> int:
    """Measure, print the table, and give 1 where a bar is missed."""
    print(f"{services} services, {os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {ROUNDS} rounds")
    results = [help_page(), check_reference(), reader(LINES)]
    with folder() as root:
        results.append(cold(root, services))
        results.append(no_change(root))
    results.append(growth(services))
    with folder() as root:
        results += requests(root)
    print(f"{'what':<44}{'ours':>10}{'other':>10}{'ratio':>8}   bar")
    for each in results:
        bar = "" if each.bar is None else f"{'≥' if each.at_least else '≤'} {each.bar}"
        verdict = "" if each.held else "   MISSED"
        seconds = f"{each.ours:>9.3f}s{each.theirs:>9.3f}s"
        print(f"{each.what:<44}{seconds}{each.ratio:>8.2f}   {bar}{verdict}")
    return 0 if all(each.held for each in results) else 1


def help_page() -> Result:
    """`plano --help` against a Python that does nothing."""
    script = str(Path(sys.executable).with_name("plano"))
    ours, theirs = interleaved(
        lambda: run([script, "--help"]), lambda: run([sys.executable, "-c", "pass"]), rounds=4 * ROUNDS
    )
    return Result("plano --help / python -c pass", ours, theirs, ours / theirs, 3)


def check_reference() -> Result:
    """`plano check` of this repository, all its files compared, against a Python that does nothing."""
    root = Path(__file__).parents[1]
    script = str(Path(sys.executable).with_name("plano"))
    ours, theirs = interleaved(
        lambda: run([script, "check"], root), lambda: run([sys.executable, "-c", "pass"]), rounds=ROUNDS
    )
    return Result("plano check of the reference / python -c pass", ours, theirs, ours / theirs, None)


def reader(lines: int) -> Result:
    """Reading a blueprint with all its places, against ruamel.yaml's round-trip loader."""
    from ruamel.yaml import YAML

    from plano.language.read import read

    services = 1
    while (text := blueprint(services)).count("\n") < lines:
        services += max(1, services // 8)
    ours, theirs = interleaved(
        lambda: consume(read(text, "blueprint.yaml")), lambda: consume(YAML(typ="rt").load(text)), rounds=3
    )
    what = f"ruamel round-trip / reader, {text.count(chr(10)):,} lines"
    return Result(what, ours, theirs, theirs / ours, 15, at_least=True)


def cold(root: Path, services: int) -> Result:
    """Everything from nothing, against the same templates rendered by plain Jinja2 and written by the same writer."""
    (root / "blueprint.yaml").write_text(blueprint(services))
    plain = PlainRun(root / "blueprint.yaml")

    def ours() -> None:
        wipe(root)
        run([*PLANO, "--root", str(root), "generate"])

    def theirs() -> None:
        wipe(root)
        plain.write(root)

    first, second = interleaved(ours, theirs, rounds=3)
    wipe(root)
    run([*PLANO, "--root", str(root), "generate"])
    files = [path for path in root.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{len(files)} files, {size / 1e6:.1f} MB; at most {memory / 1024:.0f} MB of memory")
    return Result("cold generate / plain Jinja2", first, second, first / second, 1.5)


def no_change(root: Path) -> Result:
    """Nothing to do, against `git status` on the same files."""
    (root / ".gitignore").write_text(".plano/\n")
    for words in (["init", "-q"], ["add", "-A"], [*IDENTITY, "commit", "-qm", "all"]):
        run(["git", "-C", str(root), *words])
    ours, theirs = interleaved(
        lambda: run([str(Path(sys.executable).with_name("plano")), "generate"], root),
        lambda: run(["git", "-C", str(root), "status", "--porcelain"]),
        rounds=2 * ROUNDS,
    )
    return Result("no change / git status", ours, theirs, ours / theirs, 2.5)


def requests(root: Path) -> list[Result]:
    """A generated endpoint against one written by hand: CPU of 1,000 requests; the ratio is theirs to ours."""
    return [
        Result(f"{verb}: by hand / generated, CPU of 1,000", ours, theirs, theirs / ours, BARS[verb], at_least=True)
        for verb, (ours, theirs) in measure(root).items()
    ]


IDENTITY = ["-c", "user.name=bench", "-c", "user.email=bench@bench.example"]


def growth(services: int) -> Result:
    """By which power of the number of services CPU seconds grow, from half of it to twice it."""
    few, many = services // 2, services * 2
    spent = {number: min(cpu_of_generate(number) for _ in range(2)) for number in (few, many)}
    exponent = math.log(spent[many] / spent[few]) / math.log(many / few)
    return Result(f"growth, {few} → {many} services (CPU)", spent[many], spent[few], exponent, 1.05)


def cpu_of_generate(services: int) -> float:
    """CPU seconds of one cold run, children included."""
    with folder() as root:
        (root / "blueprint.yaml").write_text(blueprint(services))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run([*PLANO, "--root", str(root), "generate"])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def interleaved(ours: Callable[[], None], theirs: Callable[[], None], rounds: int) -> tuple[float, float]:
    """The medians of both, measured in turn, after one round that does not count."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for each, times in zip((ours, theirs), taken, strict=True):
            started = time.perf_counter()
            each()
            if number:
                times.append(time.perf_counter() - started)
    return statistics.median(taken[0]), statistics.median(taken[1])


def run(command: list[str], where: Path | None = None) -> None:
    """Run to its end; a failure ends the benchmark with what it said."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=where)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def consume(_: object) -> None:
    """Take a result and drop it."""


def wipe(root: Path) -> None:
    """Leave only the blueprint."""
    for name in ("generated", "services", ".plano"):
        shutil.rmtree(root / name, ignore_errors=True)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a memory file system, if this machine has one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
