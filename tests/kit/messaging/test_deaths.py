"""A message that ends the process whenever it is handled: begun so many times, then dead, and out of the way."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import ClassVar, Literal

import pytest

from plano_kit.messaging.draining import Draining
from plano_kit.messaging.starts import Starts
from plano_kit.service import Retry
from tests.kit.messaging.station import Moved, Station, Work, until, write

Handler = Callable[..., Awaitable[None]]


@pytest.fixture
def station(station: Station) -> Station:
    """Quick to take a member back: the mock broker waits a session less a second for those that it knew."""
    station.timing = replace(station.timing, session=1.5)
    return station


class DeathError(BaseException):
    """What ends a process in the midst of a handler; the test itself survives it."""


async def lived(station: Station, handle: Handler, messages: int, starts: type[Starts] = Starts) -> bool:
    """One life of a process: True where it came to settle that many messages, False where it died before."""
    died = asyncio.Event()

    async def watched(event: object, ctx: Work) -> None:
        try:
            await handle(event, ctx)
        except DeathError:
            died.set()
            raise

    async def over() -> bool:
        return died.is_set() or await station.committed() == messages

    try:
        async with station.consuming(watched, starts=starts):
            await until(over)
    except* DeathError:
        await asyncio.sleep(0)
    return not died.is_set()


async def three(station: Station) -> None:
    await station.produce(*[station.event(who="a", step=n) for n in range(3)], partition=0)


def deadly(step: int, begun: list[int]) -> Handler:
    async def handle(event: Moved, ctx: Work) -> None:
        begun.append(event.step)
        await write(ctx, event)
        if event.step == step:
            raise DeathError

    return handle


async def test_a_message_that_ends_the_process_is_dead_after_its_attempts(station: Station) -> None:
    begun: list[int] = []
    station.retry = Retry(mode="blocking", attempts=2)
    await three(station)
    assert [await lived(station, deadly(0, begun), 3) for _ in range(3)] == [False, False, True]
    assert begun == [0, 0, 1, 2]
    assert await station.effects() == [("a", 1), ("a", 2)]
    (dead,) = await station.read(station.dead_topic, 1)
    headers = {name: value.decode() for name, value in dead.headers}
    assert headers["plano_error"] == "DiedError: begun 2 times, and the process ended each time"
    assert headers["plano_attempts"] == "2"
    assert await station.sql("SELECT FROM plano.start") == []


class Uncounted(Starts):
    """Counts in the process alone."""

    async def begin(self, group: str, id: str, attempt: int) -> int:
        await asyncio.sleep(0)
        return attempt


async def test_without_the_count_it_would_come_back_for_ever(station: Station) -> None:
    begun: list[int] = []
    station.retry = Retry(mode="blocking", attempts=2)
    await three(station)
    assert not any([await lived(station, deadly(0, begun), 3, Uncounted) for _ in range(4)])
    assert begun == [0, 0, 0, 0]
    assert await station.committed() == 0


async def test_one_start_is_not_seen_where_the_message_was_not_the_first(station: Station) -> None:
    begun: list[int] = []
    station.retry = Retry(mode="blocking", attempts=1)
    await three(station)
    assert [await lived(station, deadly(1, begun), 3) for _ in range(3)] == [False, False, True]
    assert begun == [0, 1, 1, 2]
    assert await station.effects() == [("a", 0), ("a", 2)]


async def test_failures_before_a_death_count_too(station: Station) -> None:
    attempts: list[int] = []

    async def handle(event: Moved, ctx: Work) -> None:
        attempts.append(ctx.told.attempt)
        if ctx.told.attempt == 2:
            raise DeathError
        raise RuntimeError("poison")

    await station.produce(station.event(who="a", step=1))
    assert [await lived(station, handle, 1) for _ in range(2)] == [False, True]
    assert attempts == [1, 2, 3]
    assert len(await station.read(station.dead_topic, 1)) == 1


@pytest.mark.parametrize("mode", ["blocking", "topics"])
async def test_no_count_is_left_of_a_message_that_failed_for_good(
    station: Station, mode: Literal["blocking", "topics"]
) -> None:
    async def handle(event: Moved, ctx: Work) -> None:
        raise RuntimeError("poison")

    for attempts, step in ((1, 1), (2, 2)):
        station.retry = Retry(mode=mode, attempts=attempts, first=0.05)
        await station.produce(station.event(who="a", step=step), partition=0)
        async with station.consuming(handle):
            assert len(await station.read(station.dead_topic, step)) == step
    assert await station.sql("SELECT FROM plano.start") == []


async def test_a_batch_that_ends_the_process_is_gone_through_one_by_one(station: Station) -> None:
    station.batch = 10
    station.retry = Retry(mode="blocking", attempts=1)
    sizes: list[int] = []

    async def handle(events: list[Moved], ctx: Work) -> None:
        sizes.append(len(events))
        for event in events:
            await write(ctx, event)
            if event.step == 2:
                raise DeathError

    await station.produce(*[station.event(who="a", step=n) for n in range(5)], partition=0)
    lives = 0
    while not await lived(station, handle, 5):
        lives += 1
    assert lives == 3
    assert sizes == [1, 4, 1, 3, 1, 1, 1]
    assert [step for _, step in await station.effects()] == [0, 1, 3, 4]


class Unforgiving(Starts):
    """Counts a start that was rolled back on purpose."""

    async def take_back(self, group: str, id: str) -> None:
        await asyncio.sleep(0)


@pytest.mark.parametrize(("starts", "effects"), [(Starts, [("a", 1)]), (Unforgiving, [])])
async def test_a_stop_in_the_midst_of_a_handler_counts_as_nothing_unless_crippled(
    station: Station, starts: type[Starts], effects: list[tuple[str, int]]
) -> None:
    station.retry = Retry(mode="blocking", attempts=1)
    station.timing = replace(station.timing, drain=0.1)
    began = asyncio.Event()

    async def slow(event: Moved, ctx: Work) -> None:
        began.set()
        await asyncio.sleep(60)

    async def quick(event: Moved, ctx: Work) -> None:
        await write(ctx, event)

    await station.produce(station.event(who="a", step=1))
    async with station.consuming(slow, starts=starts):
        await asyncio.wait_for(began.wait(), 10)
    assert await lived(station, quick, 1, starts)
    assert await station.effects() == effects


class Mortal(Starts):
    """What a process that died does not do is not done here either, though this one goes on."""

    dead: ClassVar[bool] = False

    async def begin(self, group: str, id: str, attempt: int) -> int:
        if self.dead:
            await asyncio.Event().wait()
        return await super().begin(group, id, attempt)

    async def take_back(self, group: str, id: str) -> None:
        if not self.dead:
            await super().take_back(group, id)


class Together(Mortal):
    """Lets run together what one of them may have ended."""

    @contextlib.asynccontextmanager
    async def alone(self, draining: Draining) -> AsyncIterator[None]:
        yield


@pytest.mark.parametrize(("starts", "innocent"), [(Mortal, ["slow", "slower"]), (Together, [])])
async def test_what_runs_beside_a_deadly_message_is_not_blamed_for_it_unless_crippled(
    station: Station, starts: type[Mortal], innocent: list[str]
) -> None:
    """Of messages that were begun before and not ended, a process runs one at a time."""
    station.retry = Retry(mode="blocking", attempts=2)
    station.timing = replace(station.timing, drain=0.2)

    async def handle(event: Moved, ctx: Work) -> None:
        if event.who == "deadly":
            await asyncio.sleep(0.3)
            starts.dead = True
            raise DeathError
        await asyncio.sleep(0.8)
        await write(ctx, event)

    for partition, who in enumerate(("deadly", "slow", "slower")):
        await station.produce(station.event(who=who, step=1), partition=partition)
    while not await lived(station, handle, 3, starts):
        starts.dead = False
    assert sorted(who for who, _ in await station.effects()) == innocent
    assert len(await station.read(station.dead_topic, 3 - len(innocent))) == 3 - len(innocent)
