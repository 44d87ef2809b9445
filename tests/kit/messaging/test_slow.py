"""Handlers that take long, stops in the middle of them, and a watchdog that tells slow from hung."""

import asyncio
from dataclasses import replace

import pytest

from tests.kit.messaging.station import Moved, Station, Work, until, write
from tests.kit.messaging.test_once import settled


async def test_a_handler_longer_than_the_poll_interval_runs_once(station: Station) -> None:
    station.timing = replace(station.timing, max_poll=1.0)
    runs = []

    async def handle(event: Moved, ctx: Work) -> None:
        runs.append(event.step)
        await asyncio.sleep(2.5)
        await write(ctx, event)

    await station.produce(station.event(who="a", step=1))
    async with station.consuming(handle):
        await settled(station, 1)
    assert runs == [1]


async def test_a_stop_lets_the_handler_end_and_commits_it(station: Station) -> None:
    began = asyncio.Event()

    async def handle(event: Moved, ctx: Work) -> None:
        began.set()
        await asyncio.sleep(0.5)
        await write(ctx, event)

    await station.produce(*[station.event(who="a", step=n) for n in range(3)])
    async with station.consuming(handle):
        await asyncio.wait_for(began.wait(), 10)
    assert await station.effects() == [("a", 0)]
    assert await station.committed() == 1


async def test_a_stop_rolls_back_what_takes_longer_than_the_grace(station: Station) -> None:
    station.timing = replace(station.timing, drain=0.3)
    began = asyncio.Event()

    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)
        if not began.is_set():
            began.set()
            await asyncio.sleep(60)

    await station.produce(station.event(who="a", step=1))
    async with station.consuming(handle):
        await asyncio.wait_for(began.wait(), 10)
    assert await station.effects() == []
    assert await station.committed() == 0
    async with station.consuming(handle):
        await settled(station, 1)
    assert await station.effects() == [("a", 1)]


async def test_a_stop_does_not_wait_for_a_backoff(station: Station) -> None:
    station.retry = replace(station.retry, first=60.0, maximum=60.0)
    failed = asyncio.Event()

    async def handle(event: Moved, ctx: Work) -> None:
        failed.set()
        raise RuntimeError

    await station.produce(station.event(who="a", step=1))
    async with station.consuming(handle):
        await asyncio.wait_for(failed.wait(), 10)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 3
    assert await station.committed() == 0


@pytest.mark.parametrize(("concurrency", "together"), [(1, 1), (4, 2)])
async def test_concurrency_is_how_many_partitions_are_worked_at_once(
    station: Station, concurrency: int, together: int
) -> None:
    station.concurrency = concurrency
    running, most = 0, 0

    async def handle(event: Moved, ctx: Work) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.3)
        running -= 1

    for partition in (0, 1):
        await station.produce(*[station.event(who="a", step=n) for n in range(3)], partition=partition)
    async with station.consuming(handle):
        await settled(station, 6)
    assert most == together


async def test_a_client_that_hangs_with_records_ahead_is_found(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)

    async with station.consuming(handle) as runner:
        await station.produce(station.event(who="a", step=1))
        await settled(station, 1)
        (member,) = runner.members
        assert await member.stalled() is None

        async def nothing(*_: object, timeout_ms: int) -> dict[object, object]:
            await asyncio.sleep(timeout_ms / 1000)
            return {}

        monkeypatch.setattr(member._client, "getmany", nothing)
        await station.produce(station.event(who="a", step=2))

        async def found() -> bool:
            return "nobody has read" in (await member.stalled() or "")

        await until(found)
        monkeypatch.undo()
        await settled(station, 2)
        assert await member.stalled() is None


async def test_an_idle_consumer_and_one_that_backs_off_are_not_hung(station: Station) -> None:
    station.retry = replace(station.retry, first=3.0, maximum=3.0)

    async def handle(event: Moved, ctx: Work) -> None:
        if event.step == 2 and ctx.told.attempt == 1:
            raise RuntimeError

    async with station.consuming(handle) as runner:
        await station.produce(station.event(who="a", step=1))
        await settled(station, 1)
        for step in (None, 2):
            if step:
                await station.produce(station.event(who="a", step=step))
            for _ in range(6):
                await asyncio.sleep(0.25)
                assert await runner.members[0].stalled() is None
