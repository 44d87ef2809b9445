"""What Plano takes, as ratios to what the same machine takes for something known, in one run.

Rounds are interleaved and medians are shown. Files lie on a memory file system where there is one. By the
environment: BENCH_SERVICES (200) is the size of the row for the watcher and of one for one change, which is measured
at 1,000 services too; BENCH_FULL=1 adds growth from 500 to 5,000 services, which takes many minutes; BENCH_SEED
chooses the random changes. Run as: make bench
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from changes import one_change, watched
from measuring import HEAD, SCRIPT, Result, folder, generate, interleaved, run
from requests_cpu import BARS, measure
from sizes import cold, growth, memory
from stages import stages, table
from synthetic import blueprint

ROUNDS = 5
LINES = 20_000
SIZES = (10, 100, 1000)
PASS = [sys.executable, "-c", "pass"]


def main() -> int:
    """Measure, print the table, and give 1 where a bar is missed."""
    services = int(os.environ.get("BENCH_SERVICES", "200"))
    seed = int(os.environ.get("BENCH_SEED", str(random.randrange(10**6))))
    started = time.perf_counter()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, BENCH_SERVICES={services} BENCH_SEED={seed}")
    results = []
    for result in _all(services, seed):
        results.append(result)
        print(f"  {result.line()}", flush=True)
    print(f"\n{HEAD}")
    for result in results:
        print(result.line())
    print(f"in {time.perf_counter() - started:.0f} s")
    return 0 if all(each.held for each in results) else 1


def _all(services: int, seed: int) -> Iterator[Result]:
    yield memory(SIZES[-1])
    yield help_page()
    yield check_reference()
    yield reader(LINES)
    for size in SIZES:
        yield from cold(size)
    yield no_change(SIZES[-1])
    for size in sorted({services, SIZES[-1]}):
        yield one_change(size, random.Random(seed))
    yield watched(services)
    if os.environ.get("BENCH_FULL") == "1":
        yield growth(500, 5000)
    else:
        yield growth(250, 1000)
    with folder() as root:
        yield from requests(root)
    for size in SIZES:
        with folder() as root:
            (root / "blueprint.yaml").write_text(blueprint(size))
            print(table(size, stages(root)))


def help_page() -> Result:
    """`plano --help` against a Python that does nothing."""
    ours, theirs = interleaved(lambda: run([SCRIPT, "--help"]), lambda: run(PASS), rounds=4 * ROUNDS)
    return Result("plano --help / python -c pass", ours, theirs, ours / theirs, 3)


def check_reference() -> Result:
    """`plano check` of this repository, all its files compared, against a Python that does nothing."""
    root = Path(__file__).parents[1]
    ours, theirs = interleaved(lambda: run([SCRIPT, "check"], root), lambda: run(PASS), rounds=ROUNDS)
    return Result("plano check of the reference / python -c pass", ours, theirs, ours / theirs, None)


def reader(lines: int) -> Result:
    """Reading a blueprint with all its places, against ruamel.yaml's round-trip loader."""
    from ruamel.yaml import YAML

    from plano.language.read import read

    services = 1
    while (text := blueprint(services)).count("\n") < lines:
        services += max(1, services // 8)
    ours, theirs = interleaved(lambda: read(text, "blueprint.yaml"), lambda: YAML(typ="rt").load(text), rounds=3)
    what = f"ruamel round-trip / reader, {text.count(chr(10)):,} lines"
    return Result(what, ours, theirs, theirs / ours, 20, at_least=True)


def no_change(services: int) -> Result:
    """Nothing to do, against `git status` on the same files."""
    with folder() as root:
        (root / "blueprint.yaml").write_text(blueprint(services))
        generate(root)
        (root / ".gitignore").write_text(".plano/\n")
        for words in (["init", "-q"], ["add", "-A"], [*IDENTITY, "commit", "-qm", "all"]):
            run(["git", "-C", str(root), *words])
        ours, theirs = interleaved(
            lambda: run([SCRIPT, "generate"], root),
            lambda: run(["git", "-C", str(root), "status", "--porcelain"], root),
            rounds=2 * ROUNDS,
        )
    return Result(f"no change / git status, {services} services", ours, theirs, ours / theirs, 2.0)


def requests(root: Path) -> Iterator[Result]:
    """A generated endpoint against one written by hand: CPU of 1,000 requests; the ratio is theirs to ours."""
    for verb, (ours, theirs) in measure(root).items():
        yield Result(
            f"{verb}: by hand / generated, CPU of 1,000", ours, theirs, theirs / ours, BARS[verb], at_least=True
        )


IDENTITY = ["-c", "user.name=bench", "-c", "user.email=bench@bench.example"]


if __name__ == "__main__":
    sys.exit(main())
