"""What a process that was told to stop says of itself, and what its health says of a loop that hangs."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass

import httpx
import pytest

from plano_kit.management import Management
from plano_kit.runtime import Runtime
from plano_kit.serving import Process, listening
from plano_kit.settings import Settings
from tests.kit.http.library import Context
from tests.kit.http.test_processes import Pod, free_port
from tests.kit.http.test_processes import pod as pod
from tests.kit.http.town import Town


@dataclass(frozen=True)
class Health:
    """What the two ports say while one slow request is at work."""

    ready: str
    takes: bool
    answered: bool


async def while_it_ends(port: int, management: int, request: asyncio.Task[httpx.Response]) -> Health:
    """Look half a second after the stop, and wait for the request."""
    await asyncio.sleep(0.5)
    async with httpx.AsyncClient(timeout=5) as client:
        ready = (await client.get(f"http://127.0.0.1:{management}/readyz")).json()["status"]
        try:
            await client.get(f"http://127.0.0.1:{port}/openapi.json")
            takes = True
        except httpx.ConnectError:
            takes = False
    [answer] = await asyncio.gather(request, return_exceptions=True)
    return Health(ready, takes, isinstance(answer, httpx.Response) and answer.status_code == 201)


DRAINED = Health("stopping", takes=False, answered=True)


async def test_a_sigterm_makes_it_unready_takes_nothing_new_and_answers_what_is_at_work(pod: Pod) -> None:
    async with pod.running("api") as process, pod.api() as ada:
        request = asyncio.create_task(ada.post("/work", json={"how": "slow", "note": "1.5"}))
        await asyncio.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert await while_it_ends(pod.port, pod.management, request) == DRAINED
        assert await asyncio.wait_for(process.wait(), 10) == 0


class Silent(Process[Context]):
    """Goes on saying that it is ready."""

    def stopping(self, management: Management) -> None:
        """Nothing is said."""


class Open(Process[Context]):
    """Goes on taking requests for as long as others are at work."""

    @contextlib.asynccontextmanager
    async def api(self, runtime: Runtime[Context], stop: asyncio.Event) -> AsyncIterator[None]:
        async with super().api(runtime, asyncio.Event()):
            yield
            await asyncio.sleep(1)


class Hasty(Process[Context]):
    """Leaves nothing the time to end."""

    def __init__(self, town: Town, settings: Settings) -> None:
        super().__init__(town.runtime.service, settings.model_copy(update={"shutdown_seconds": 0.0}), "api")

    @contextlib.asynccontextmanager
    async def second(self, management: Management, stop: asyncio.Event) -> AsyncIterator[None]:
        async with super().second(management, stop):
            yield
            await asyncio.sleep(1)  # for those who look


@pytest.mark.parametrize(
    ("kind", "health"),
    [
        (Process[Context], DRAINED),
        (Silent, Health("ok", takes=False, answered=True)),
        (Open, Health("stopping", takes=True, answered=True)),
        (Hasty, Health("stopping", takes=False, answered=False)),
    ],
    ids=["as it is", "silent", "open", "hasty"],
)
async def test_each_part_of_the_drain_is_seen_when_it_is_switched_off(
    town: Town, kind: type[Process[Context]], health: Health
) -> None:
    settings = town.runtime.settings.model_copy(update={"port": free_port(), "management_port": free_port()})
    process = Hasty(town, settings) if kind is Hasty else kind(town.runtime.service, settings, "api")
    stop = asyncio.Event()
    running = asyncio.create_task(process.run(stop))
    async with town.person("ada") as ada, httpx.AsyncClient(timeout=5, headers=ada.headers) as client:
        await answering(settings.management_port)
        url = f"http://127.0.0.1:{settings.port}/work"
        request = asyncio.create_task(client.post(url, json={"how": "slow", "note": "1.2"}))
        await asyncio.sleep(0.3)
        stop.set()
        assert await while_it_ends(settings.port, settings.management_port, request) == health
    assert await asyncio.wait_for(running, 10) == 0


async def answering(port: int) -> None:
    """Wait until `/livez` is there."""
    async with httpx.AsyncClient(timeout=5) as client, asyncio.timeout(10):
        while True:
            try:
                await client.get(f"http://127.0.0.1:{port}/livez")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.02)


Serve = Callable[[asyncio.Event], Coroutine[None, None, object]]


@contextlib.contextmanager
def in_thread(serve: Serve) -> Iterator[None]:
    """Run `serve` in a loop and a thread of its own, and end it with the block."""
    over, loop = asyncio.Event(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(over),))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


class Elsewhere(Process[Context]):
    """Tells of its health in a thread apart, whose loop never hangs."""

    @contextlib.asynccontextmanager
    async def second(self, management: Management, stop: asyncio.Event) -> AsyncIterator[None]:
        async def serve(over: asyncio.Event) -> None:
            async with listening(management.app, self.settings, self.settings.management_port, over, last=True):
                await over.wait()

        with in_thread(serve):
            yield


@pytest.mark.parametrize(("kind", "alive"), [(Process[Context], False), (Elsewhere, True)], ids=["as it is", "apart"])
async def test_a_loop_that_hangs_does_not_answer_livez(town: Town, kind: type[Process[Context]], alive: bool) -> None:
    settings = town.runtime.settings.model_copy(update={"port": free_port(), "management_port": free_port()})
    process = kind(town.runtime.service, settings, "api")
    livez = f"http://127.0.0.1:{settings.management_port}/livez"
    with in_thread(process.run):
        await answering(settings.management_port)
        async with town.person("ada") as ada, httpx.AsyncClient(timeout=5, headers=ada.headers) as client:
            url = f"http://127.0.0.1:{settings.port}/work"
            request = asyncio.create_task(client.post(url, json={"how": "block", "note": "1.5"}))
            await asyncio.sleep(0.5)
            try:
                seen = (await client.get(livez, timeout=0.5)).status_code == 200
            except httpx.TimeoutException:
                seen = False
            assert (await request).status_code == 201
            assert (await client.get(livez)).status_code == 200
    assert seen is alive
