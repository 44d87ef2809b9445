"""A process that serves one role until it is told to stop, and then drains: unready first, connections last."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from typing import Generic, Literal, TypeVar

import structlog
import uvicorn
from starlette.types import ASGIApp

from plano_kit.app import create_app
from plano_kit.context import AnyContext
from plano_kit.management import Management
from plano_kit.messaging.consumer import ConsumerRunner
from plano_kit.messaging.relay import Relay
from plano_kit.messaging.timing import Timing
from plano_kit.messaging.watchdog import Watchdog, Watched
from plano_kit.runtime import Runtime
from plano_kit.service import Service
from plano_kit.settings import Settings

C = TypeVar("C", bound=AnyContext)

Part = Callable[[asyncio.Event], Awaitable[None]]
Role = Literal["api", "consumer", "relay", "all"]

log = structlog.stdlib.get_logger("plano.process")


class Process(Generic[C]):
    """One role of a service. `timing` is what the settings ask for where none is given."""

    def __init__(self, service: Service[C], settings: Settings, role: Role, timing: Timing | None = None) -> None:
        self.service = service
        self.settings = settings
        self.role = role
        self.timing = timing or Timing.of(settings)

    async def run(self, stop: asyncio.Event) -> int:
        """Serve until `stop` is set, or a part ends by itself; gives the exit code.

        From then on the process is unready and takes no new request; requests and messages in progress go on for
        `settings.shutdown_seconds` at most.
        """
        async with Runtime(self.service, self.settings) as runtime:
            management = Management(runtime)
            parts, watched = self.parts(runtime)
            parts.append(self.watchdog(watched, runtime).run)
            async with contextlib.AsyncExitStack() as stack:
                await stack.enter_async_context(self.second(management, stop))
                if self.role in ("api", "all"):
                    await stack.enter_async_context(self.api(runtime, stop))
                log.info("ready", role=self.role)
                async with asyncio.TaskGroup() as running:
                    tasks = [running.create_task(_part(part, stop)) for part in parts]
                    await stop.wait()
                    self.stopping(management)
                    _, late = await asyncio.wait(tasks, timeout=self.settings.shutdown_seconds)
                    for task in late:
                        log.error("a part did not drain in time", part=task.get_name())
                        task.cancel()
            log.info("stopped", role=self.role)
        return 0

    def parts(self, runtime: Runtime[C]) -> tuple[list[Part], list[Watched]]:
        """What runs beside the API, and what the watchdog looks at."""
        parts: list[Part] = []
        watched: list[Watched] = []
        if self.role in ("consumer", "all") and self.service.consumers:
            runner = ConsumerRunner(self.service, self.settings, runtime, self.timing)
            parts.append(runner.run)
            watched += runner.members
        if self.role in ("relay", "all") and self.service.publishes:
            relay = Relay(self.service.name, self.settings, self.timing)
            parts.append(relay.run)
            watched.append(relay)
        return parts, watched

    def watchdog(self, watched: Sequence[Watched], runtime: Runtime[C]) -> Watchdog:
        """What turns a hang into a failed `/livez`."""
        return Watchdog(watched, runtime.liveness, self.timing)

    def second(self, management: Management, stop: asyncio.Event) -> contextlib.AbstractAsyncContextManager[None]:
        """The second port's server, in the loop that does the work: where that hangs, `/livez` is not answered."""
        return listening(management.app, self.settings, self.settings.management_port, stop, last=True)

    def api(self, runtime: Runtime[C], stop: asyncio.Event) -> contextlib.AbstractAsyncContextManager[None]:
        """The API's server; from `stop` on it takes nothing new."""
        app = create_app(self.service, self.settings, runtime)
        return listening(app, self.settings, self.settings.port, stop)

    def stopping(self, management: Management) -> None:
        """Be unready from now on."""
        management.stopping = True


async def _part(part: Part, stop: asyncio.Event) -> None:
    """One part; where it ends by itself, or fails, the process ends, to be replaced by a new one."""
    try:
        await part(stop)
    finally:
        stop.set()


class _Server(uvicorn.Server):
    """Without uvicorn's own signal handlers: one signal stops all parts in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@contextlib.asynccontextmanager
async def listening(
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
