"""A cold run at several sizes, beside plain Jinja2 and copier."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from copying import CopierRun
from measuring import PLANO, Result, files_below, folder, generate, interleaved, wipe
from plainjinja import PlainRun
from synthetic import blueprint

LARGE = 1000  # services, from which copier takes a minute or two: it has one round there, and no warm one

_LAUNCH = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, used.ru_maxrss, used.ru_utime + used.ru_stime]))
"""


def cold(services: int) -> Iterator[Result]:
    """Everything from nothing: a process of ours, against what others take without starting one."""
    with folder() as top:
        root, rendered, theirs, template = top / "plano", top / "jinja", top / "copier", top / "template"
        for each in (root, rendered, theirs, template):
            each.mkdir()
        (root / "blueprint.yaml").write_text(blueprint(services))
        plain = PlainRun(root / "blueprint.yaml")
        copied = CopierRun(root / "blueprint.yaml", template)

        def by_plano() -> None:
            wipe(root)
            generate(root)

        def by_jinja() -> None:
            wipe(rendered)
            plain.write(rendered)

        def by_copier() -> None:
            wipe(theirs)
            copied.write(theirs)

        if services < LARGE:
            ours, jinja, copier = interleaved(by_plano, by_jinja, by_copier, rounds=3)
        else:
            ours, jinja = interleaved(by_plano, by_jinja, rounds=3)
            (copier,) = interleaved(by_copier, rounds=1, warm=False)
        _insist_on_same_files(root, rendered, "plain Jinja2")
        _insist_on_same_files(root, theirs, "copier")
        rounds = "3 rounds" if services < LARGE else "3 rounds, and one of copier"
        print(f"{services:>5} services: {_amount(root)}, {rounds}; the others wrote the same bytes")
        bars = (2.5, 0.1) if services >= LARGE else (None, None)  # below, starting a process is most of it
        yield Result(f"cold generate / plain Jinja2, {services} services", ours, jinja, ours / jinja, bars[0])
        yield Result(f"cold generate / copier, {services} services", ours, copier, ours / copier, bars[1])


def memory(services: int) -> Result:
    """The most memory that a cold run holds at once; the bar is 250 MB, whatever the machine."""
    with folder() as root:
        (root / "blueprint.yaml").write_text(blueprint(services))
        held = _used(root)[0] / 1024
    return Result(f"memory of a cold run, {services} services / 250 MB", held, 250.0, held / 250, 1, unit="MB")


def growth(few: int, many: int) -> Result:
    """By which power of the number of services CPU seconds grow."""
    spent = {number: min(_cpu(number) for _ in range(2)) for number in (few, many)}
    exponent = math.log(spent[many] / spent[few]) / math.log(many / few)
    return Result(f"growth, {few} → {many} services (CPU, exponent)", spent[many], spent[few], exponent, 1.05)


def _cpu(services: int) -> float:
    with folder() as root:
        (root / "blueprint.yaml").write_text(blueprint(services))
        return _used(root)[1]


def _used(root: Path) -> tuple[float, float]:
    """Kilobytes and CPU seconds of one cold run, from a small process: a child's memory begins with its parent's."""
    command = [sys.executable, "-c", _LAUNCH, *PLANO, "--root", str(root), "generate"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    code, kilobytes, seconds = (float(each) for each in told)
    if code:
        sys.exit(f"plano generate ended with {code:.0f}")
    return kilobytes, seconds


def _insist_on_same_files(ours: Path, theirs: Path, who: str) -> None:
    """What was written last into `theirs`, but for indexes and the blueprint."""
    beside = (".plano-index", "blueprint.yaml")
    left = {path for path in files_below(ours) if not path.endswith(beside)}
    right = {path for path in files_below(theirs) if not path.endswith(beside)}
    if left != right or any((ours / path).read_bytes() != (theirs / path).read_bytes() for path in left):
        sys.exit(f"{who} wrote other files than plano: nothing was compared")


def _amount(root: Path) -> str:
    sizes = files_below(root)
    return f"{len(sizes):,} files, {sum(sizes.values()) / 1e6:.1f} MB"
