"""The entrypoints of a service's one image: `api`, `consumer`, `relay`, `all`, `job NAME`, `migrate`, `seed`."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from plano_kit import jobs
from plano_kit.context import AnyContext
from plano_kit.database.migrate import MigrationError
from plano_kit.observability import exporting, logs
from plano_kit.required import UnusableSettingsError, settings_of
from plano_kit.service import Service
from plano_kit.serving import Process
from plano_kit.settings import Settings

C = TypeVar("C", bound=AnyContext)

USAGE = "one of: api, consumer, relay, all, job NAME, migrate, seed"


def run(service: Service[C], arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say until it is done or a SIGTERM comes; gives the exit code."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    try:
        settings = settings_of(service, told[0] if told else "")
    except UnusableSettingsError as unusable:
        sys.stderr.write(f"{unusable}\n")
        return 2
    logs.configure(service.name, settings.environment, settings.log_level)
    match told:
        case ["api" | "consumer" | "relay" | "all" as role]:
            return _traced(service, settings, lambda left: _until_signalled(Process(service, settings, role), left))
        case ["job", name, *rest]:
            return _traced(service, settings, lambda _: jobs.run_job(service, settings, name, rest))
        case ["migrate"]:
            try:
                applied = _run(jobs.migrate(service, settings))
            except MigrationError as error:
                sys.stderr.write(f"{error}\n")
                return 1
            sys.stdout.write("".join(f"{name}\n" for name in applied))
            return 0
        case ["seed"]:
            _run(jobs.seed(service, settings))
            return 0
    sys.stderr.write(f"{USAGE}\n")
    return 2


R = TypeVar("R")


def _run(work: Awaitable[R]) -> R:
    async def main() -> R:
        return await work

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(main())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


class Left:
    """How much of the time in which a process may drain is left for its last spans, in seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = float("inf")

    def begin(self) -> None:
        """The process was told to stop."""
        self._until = min(self._until, time.monotonic() + self._seconds)

    def seconds(self) -> float:
        """At least a second, since spans of the last moments tell most; at most five."""
        return min(5.0, max(1.0, self._until - time.monotonic()))


def _traced(service: Service[C], settings: Settings, work: Callable[[Left], Awaitable[int]]) -> int:
    """Do it, with its spans exported where the environment asks for that; gives the exit code."""
    left = Left(settings.shutdown_seconds)
    try:
        recorder = exporting.begin(service.name, service.platform, settings.environment)
        try:
            return _run(work(left))
        finally:
            exporting.finish(recorder, left.seconds())
    except (exporting.UnusableTracingError, jobs.UnknownJobError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


async def _until_signalled(process: Process[C], left: Left) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told() -> None:
        left.begin()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)
    return await process.run(stop)
