"""The entrypoints of a service's one image: `api`, `consumer`, `relay`, `all`, `job NAME`, `migrate`, `seed`."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from typing import TypeVar

import structlog
import uvicorn
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError
from starlette.types import ASGIApp

from plano_kit import jobs
from plano_kit.app import create_app
from plano_kit.context import AnyContext
from plano_kit.management import Management
from plano_kit.messaging.consumer import ConsumerRunner
from plano_kit.messaging.relay import Relay
from plano_kit.messaging.timing import Timing
from plano_kit.messaging.watchdog import Watchdog, Watched
from plano_kit.observability import logs
from plano_kit.runtime import Runtime
from plano_kit.service import Service
from plano_kit.settings import Settings

C = TypeVar("C", bound=AnyContext)

Part = Callable[[asyncio.Event], Awaitable[None]]

USAGE = "one of: api, consumer, relay, all, job NAME, migrate, seed"

log = structlog.stdlib.get_logger("plano.process")


def run(service: Service[C], arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say until it is done or a SIGTERM comes; gives the exit code."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    try:
        settings = _valid(Settings, "PLANO_")
        _valid(service.config, "PLANO_CONFIG_")
        _has_database(service, settings, told)
    except UnusableSettingsError as unusable:
        sys.stderr.write(f"{unusable}\n")
        return 2
    logs.configure(service.name, settings.environment, settings.log_level)
    match told:
        case ["api" | "consumer" | "relay" | "all" as role]:
            return _run(serve(service, settings, role))
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


def _has_database(service: Service[C], settings: Settings, told: Sequence[str]) -> None:
    migrating = told == ["migrate"]
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


async def serve(service: Service[C], settings: Settings, role: str, stop: asyncio.Event | None = None) -> int:
    """Run one role until `stop`, or SIGTERM, then drain: unready first, connections last."""
    stop = stop or _stop_on_signals()
    async with Runtime(service, settings) as runtime:
        management = Management(runtime)
        parts: list[Part] = []
        watched: list[Watched] = []
        if role in ("consumer", "all") and service.consumers:
            runner = ConsumerRunner(service, settings, runtime)
            parts.append(runner.run)
            watched += runner.members
        if role in ("relay", "all") and service.publishes:
            relay = Relay(service.name, settings)
            parts.append(relay.run)
            watched.append(relay)
        parts.append(Watchdog(watched, runtime.liveness, Timing.of(settings)).run)
        async with contextlib.AsyncExitStack() as stack:
            second = _server(management.app, settings, settings.management_port, stop, last=True)
            await stack.enter_async_context(second)
            if role in ("api", "all"):
                app = create_app(service, settings, runtime)
                await stack.enter_async_context(_server(app, settings, settings.port, stop))
            log.info("ready", role=role)
            async with asyncio.TaskGroup() as running:
                tasks = [running.create_task(_part(part, stop)) for part in parts]
                await stop.wait()
                management.stopping = True
                _, late = await asyncio.wait(tasks, timeout=settings.shutdown_seconds)
                for task in late:
                    log.error("a part did not drain in time", part=task.get_name())
                    task.cancel()
        log.info("stopped", role=role)
    return 0


async def _part(part: Part, stop: asyncio.Event) -> None:
    """One part; where it ends by itself, or fails, the process ends, to be replaced by a new one."""
    try:
        await part(stop)
    finally:
        stop.set()


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


class _Server(uvicorn.Server):
    """Without uvicorn's own signal handlers: one signal stops all parts in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@contextlib.asynccontextmanager
async def _server(
    app: ASGIApp, settings: Settings, port: int, stop: asyncio.Event, *, last: bool = False
) -> AsyncIterator[None]:
    """Listen while the block runs. It drains from `stop` on, beside the parts; the `last` one listens to the end."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=not last,
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=1 if last else int(settings.shutdown_seconds),
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            stop.set()
            raise SystemExit(f"port {port} of {settings.host} cannot be listened on")
        await asyncio.sleep(0.01)
    # Where it ends by itself, the process does.
    task.add_done_callback(lambda _: stop.set())
    leaving = None if last else asyncio.create_task(_leave(server, stop))
    try:
        yield
    finally:
        if leaving is not None:
            leaving.cancel()
        server.should_exit = True
        await task


async def _leave(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True
