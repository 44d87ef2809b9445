"""A consumer's process: what a SIGTERM lets end, and what its health tells of a handler that hangs."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from plano_kit.messaging.watchdog import Watchdog, Watched
from plano_kit.runtime import Runtime
from plano_kit.serving import Process
from tests.kit.http.test_processes import free_port
from tests.kit.messaging.station import Moved, Station, Work, until, write


async def health(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{port}{path}", timeout=5)


@pytest.mark.parametrize(
    ("grace", "effects", "committed"),
    [("10", [("began", 0), ("a", 0)], 1), ("0", [("began", 0)], 0)],
    ids=["with its grace", "without any"],
)
async def test_a_sigterm_lets_the_message_at_work_end_and_commits_it(
    station: Station, grace: str, effects: list[tuple[str, int]], committed: int
) -> None:
    """Without a grace, the handler is rolled back instead: it is the grace that lets it end."""
    port = free_port()
    environment = {
        "PLANO_DATABASE_URL": station.database_url,
        "PLANO_KAFKA_BOOTSTRAP": station.bootstrap,
        "PLANO_MANAGEMENT_PORT": str(port),
        "PLANO_SHUTDOWN_SECONDS": grace,
        "STATION_TOPIC": station.topic,
    }
    await station.produce(*[station.event(who="a", step=n) for n in range(3)], partition=0)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.kit.messaging",
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[3],
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:

        async def began() -> bool:
            return await station.effects() == [("began", 0)]

        await until(began)
        process.send_signal(signal.SIGTERM)
        if grace != "0":
            await asyncio.sleep(0.3)
            assert (await health(port, "/readyz")).json() == {"status": "stopping"}
            assert (await health(port, "/livez")).status_code == 200
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert await station.effects() == effects
    assert await station.committed() == committed


class Unwatched(Process[Work]):
    """Its watchdog is shown nothing."""

    def watchdog(self, watched: Sequence[Watched], runtime: Runtime[Work]) -> Watchdog:
        return super().watchdog([], runtime)


@contextlib.asynccontextmanager
async def served(
    station: Station, handler: Callable[..., Awaitable[None]], kind: type[Process[Work]]
) -> AsyncIterator[int]:
    """The consumer with everything around it; gives its second port."""
    port, stop = free_port(), asyncio.Event()
    settings = station.settings.model_copy(update={"management_port": port, "shutdown_seconds": 5.0})
    timing = replace(station.timing, stall=0.4, stuck=0.4)
    task = asyncio.create_task(kind(station.service(handler), settings, "consumer", timing).run(stop))
    try:
        yield port
    finally:
        stop.set()
        assert await asyncio.wait_for(task, 15) == 0


@pytest.mark.parametrize(("kind", "hung"), [(Process[Work], 503), (Unwatched, 200)], ids=["watched", "unwatched"])
async def test_a_handler_that_hangs_fails_livez_by_the_watchdog(
    station: Station, kind: type[Process[Work]], hung: int
) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()

    async def handle(event: Moved, ctx: Work) -> None:
        began.set()
        await go_on.wait()
        await write(ctx, event)

    async with served(station, handle, kind) as port:
        await station.produce(station.event(who="a", step=1))
        await asyncio.wait_for(began.wait(), 10)
        assert (await health(port, "/livez")).status_code == 200
        await asyncio.sleep(1.2)
        told = await health(port, "/livez")
        assert told.status_code == hung
        assert (f"a handler of {station.topic}" in told.text) is (hung == 503)
        go_on.set()

        async def well() -> bool:
            return (await health(port, "/livez")).status_code == 200

        await until(well)
    assert await station.effects() == [("a", 1)]
