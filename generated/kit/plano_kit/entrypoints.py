"""The entrypoints of a service's one image: `api`, `consumer`, `relay`, `all`, `job NAME`, `migrate`, `seed`."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from plano_kit import jobs
from plano_kit.context import AnyContext
from plano_kit.observability import logs
from plano_kit.service import Service
from plano_kit.serving import Process
from plano_kit.settings import Settings

C = TypeVar("C", bound=AnyContext)

USAGE = "one of: api, consumer, relay, all, job NAME, migrate, seed"


def run(service: Service[C], arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say until it is done or a SIGTERM comes; gives the exit code."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    migrating = told == ["migrate"]
    try:
        settings = _valid(Settings, "PLANO_")
        if not migrating:  # it is given the owner's way into the database, and no secret beside that
            _valid(service.config, "PLANO_CONFIG_")
        _has_database(service, settings, migrating)
    except UnusableSettingsError as unusable:
        sys.stderr.write(f"{unusable}\n")
        return 2
    logs.configure(service.name, settings.environment, settings.log_level)
    match told:
        case ["api" | "consumer" | "relay" | "all" as role]:
            return _run(_until_signalled(Process(service, settings, role)))
        case ["job", name, *rest]:
            try:
                return _run(jobs.run_job(service, settings, name, rest))
            except jobs.UnknownJobError as error:
                sys.stderr.write(f"{error}\n")
                return 2
        case ["migrate"]:
            applied = _run(jobs.migrate(service, settings))
            sys.stdout.write("".join(f"{name}\n" for name in applied))
            return 0
        case ["seed"]:
            _run(jobs.seed(service, settings))
            return 0
    sys.stderr.write(f"{USAGE}\n")
    return 2


R = TypeVar("R")
S = TypeVar("S", bound=BaseSettings)


class UnusableSettingsError(Exception):
    """What the environment says does not fit; the text names the variables, and never a value."""


def _valid(kind: type[S], prefix: str) -> S:
    try:
        return kind()
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)
        told = (f"{prefix}{str((*each['loc'], '')[0]).upper()}: {each['msg']}" for each in wrong)
        raise UnusableSettingsError("\n".join(told)) from None
    except SettingsError:
        raise UnusableSettingsError(f"a {prefix}… variable that holds JSON cannot be read") from None


def _has_database(service: Service[C], settings: Settings, migrating: bool) -> None:
    if service.metadata is not None and not (settings.owner_database_url if migrating else settings.database_url):
        name = "PLANO_OWNER_DATABASE_URL" if migrating else "PLANO_DATABASE_URL"
        raise UnusableSettingsError(f"{name} is not set: {service.name} has a database")


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


async def _until_signalled(process: Process[C]) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return await process.run(stop)
