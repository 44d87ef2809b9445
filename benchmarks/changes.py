"""One field, topic, route or host changed: the worst of fifty random ones; and a save, until the tree has it."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from measuring import PLANO, Result, folder, generate, interleaved, wipe
from synthetic import blueprint

CHANGES = 50
LARGE = 1000  # services
_WAIT = 120.0  # seconds, for a run of the watcher


def one_change(services: int, chance: random.Random) -> Result:
    """The worst of fifty random changes, each an incremental run, against a cold one; every second takes one back.

    In CPU seconds: the worst of fifty clocks would be whatever else the machine did.
    """
    with folder() as root:
        text = blueprint(services)
        place = root / "blueprint.yaml"
        place.write_text(text)

        cold = statistics.median(_cold(root) for _ in range(3))
        worst, told, said, changed = 0.0, "", "", text
        for number in range(CHANGES):
            if number % 2 == 0:
                said, changed = KINDS[number // 2 % len(KINDS)](text, services, chance)
            place.write_text(text if number % 2 else changed)
            taken = _cpu(root)
            if taken > worst:
                worst, told = taken, f"{said}{', back to what it was' if number % 2 else ''}"
    print(f"one change at {services} services: {CHANGES} random ones, the worst was: {told}")
    bar = 0.6 if services >= LARGE else None  # below, starting a process is most of it
    return Result(f"one change (worst of {CHANGES}) / cold, {services} services, CPU", worst, cold, worst / cold, bar)


def _cold(root: Path) -> float:
    wipe(root)
    return _cpu(root)


def _cpu(root: Path) -> float:
    """CPU seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    generate(root)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def watched(services: int, rounds: int = 5) -> Result:
    """From a save to the end of the watcher's run, against `plano generate` for the same change."""
    with folder() as root:
        text = blueprint(services)
        place = root / "blueprint.yaml"
        place.write_text(text)
        (root / "services").mkdir()
        _, other = _topic(text, services, random.Random(1))
        told = root / "told"
        with told.open("wb") as out:
            command = [*PLANO, "--root", str(root), "generate", "--watch"]
            watcher = subprocess.Popen(command, stdout=out, stderr=out, env={**os.environ, "PYTHONUNBUFFERED": "1"})
            try:
                _until(told, 1, watcher)
                turn = iter(range(1000))

                def save() -> None:
                    seen = told.read_bytes().count(b"Watching ")
                    temporary = place.with_name(".save")
                    temporary.write_text(other if next(turn) % 2 == 0 else text)
                    os.replace(temporary, place)
                    _until(told, seen + 1, watcher)

                (saved,) = interleaved(save, rounds=rounds)
            finally:
                watcher.send_signal(signal.SIGINT)
                watcher.wait()

        def change() -> None:
            place.write_text(other if next(turn) % 2 == 0 else text)
            generate(root)

        (generated,) = interleaved(change, rounds=rounds)
    return Result(f"watch, save to tree / generate, {services} services", saved, generated, saved / generated, 1.0)


def _until(told: Path, times: int, watcher: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + _WAIT
    while told.read_bytes().count(b"Watching ") < times:
        if watcher.poll() is not None or time.monotonic() > limit:
            sys.exit(f"the watcher ended, or took too long: {told.read_text()[-2000:]}")
        time.sleep(0.002)


Changed = tuple[str, str]


def _field(text: str, services: int, chance: random.Random) -> Changed:
    number, length = chance.randint(1, services), chance.randint(41, 99)
    rest = f", thing_id: ref(Thing{number})}}"
    changed = text.replace(f"label: string(40){rest}", f"label: string({length}){rest}")
    return f"a field of service-{number}", _insist(text, changed)


def _topic(text: str, services: int, chance: random.Random) -> Changed:
    number, days = chance.randint(1, services), chance.randint(8, 30)
    block = re.compile(rf"(  thing-{number}\.made:\n(?:    .*\n)*?    retention: )7d")
    return f"the topic of service-{number}", _insist(text, block.sub(rf"\g<1>{days}d", text, count=1))


def _route(text: str, services: int, chance: random.Random) -> Changed:
    name = f"service-{chance.randint(1, services)}"
    more = f"  /more/{name}: {{service: {name}, strip: /more/{name}}}\n"
    return f"a route to {name}", _insist(text, text + more)


def _host(text: str, services: int, chance: random.Random) -> Changed:
    name, address = chance.choice([("db-1", "10.0.0.5"), ("broker-1", "10.0.0.6")])
    changed = text.replace(f"{name}: {{address: {address},", f"{name}: {{address: 10.0.1.{chance.randint(1, 250)},")
    return f"the address of {name}", _insist(text, changed)


KINDS: tuple[Callable[[str, int, random.Random], Changed], ...] = (_field, _topic, _route, _host)


def _insist(before: str, after: str) -> str:
    if before == after:
        raise ValueError("the change changed nothing: the synthetic blueprint reads otherwise than it did")
    return after
