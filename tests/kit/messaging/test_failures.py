"""A message that cannot be handled: tried again, put aside, and never in the way for good."""

import asyncio
from dataclasses import replace
from urllib.parse import urlsplit

from structlog.testing import capture_logs

from plano_kit.messaging import Retracted
from plano_kit.service import Retry
from tests.kit.messaging.station import Moved, Station, Work, until, write
from tests.kit.messaging.test_once import settled


async def test_what_cannot_be_decoded_is_dead_at_once_and_the_partition_goes_on(station: Station) -> None:
    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)

    secret = b'{"who": 5, "step": "hunter2"}'
    await station.records(("a", secret, {"ce_id": "bad"}), ("a", b'{"who":"a","step":2}', {}), partition=1)
    async with station.consuming(handle):
        await settled(station, 2)
    (dead,) = await station.read(station.dead_topic, 1)
    headers = {name: value.decode() for name, value in dead.headers}
    assert (dead.key, dead.value, headers["ce_id"]) == (b"a", secret, "bad")
    assert headers["plano_topic"] == station.topic
    assert (headers["plano_partition"], headers["plano_offset"], headers["plano_attempts"]) == ("1", "0", "1")
    assert "step: " in headers["plano_error"]
    assert "hunter2" not in headers["plano_error"]
    assert await station.effects() == [("a", 2)]


async def test_a_poison_message_is_dead_after_its_attempts_and_keeps_its_place(station: Station) -> None:
    attempts = []

    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)
        if event.step == 1:
            attempts.append(ctx.told.attempt)
            raise RuntimeError("poison")

    await station.produce(*[station.event(who="a", step=n) for n in range(3)])
    async with station.consuming(handle):
        await settled(station, 3)
    assert attempts == [1, 2, 3]
    assert await station.effects() == [("a", 0), ("a", 2)]
    (dead,) = await station.read(station.dead_topic, 1)
    headers = {name: value.decode() for name, value in dead.headers}
    assert (headers["plano_error"], headers["plano_attempts"]) == ("RuntimeError: poison", "3")


async def test_only_the_last_failure_is_an_error_in_the_log(station: Station) -> None:
    async def handle(event: Moved, ctx: Work) -> None:
        raise RuntimeError("poison")

    await station.produce(station.event(who="a", step=1))
    with capture_logs() as said:
        async with station.consuming(handle):
            await settled(station, 1)
    failures = [line for line in said if line["event"] == "handler failed"]
    assert [(line["log_level"], line["attempt"]) for line in failures] == [("warning", 1), ("warning", 2), ("error", 3)]
    assert {line["error"] for line in failures} == {"RuntimeError: poison"}
    assert all(isinstance(line["exc_info"], RuntimeError) for line in failures)


async def test_blocking_retries_keep_a_keys_order(station: Station) -> None:
    failed = set()

    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)
        if event.step not in failed:
            failed.add(event.step)
            raise RuntimeError("once")

    await station.produce(*[station.event(who="a", step=n) for n in range(5)])
    async with station.consuming(handle):
        await settled(station, 5)
    assert await station.effects() == [("a", n) for n in range(5)]


async def test_topic_retries_do_not_wait(station: Station) -> None:
    station.retry = Retry(mode="topics", attempts=3, first=0.8, maximum=1.0)
    attempts = []

    async def handle(event: Moved, ctx: Work) -> None:
        if event.step == 0:
            attempts.append((ctx.told.attempt, ctx.told.topic, ctx.told.offset))
            if len(attempts) < 3:
                raise RuntimeError("later")
        await write(ctx, event)

    await station.produce(*[station.event(who="a", step=n) for n in range(4)])
    async with station.consuming(handle):

        async def four() -> bool:
            return len(await station.effects()) == 4

        await until(four)
    assert await station.effects() == [("a", 1), ("a", 2), ("a", 3), ("a", 0)]
    assert attempts == [(1, station.topic, 0), (2, station.topic, 0), (3, station.topic, 0)]
    assert await station.committed(f"{station.group}.retry", station.retry_topic) == 2


async def test_topic_retries_end_in_a_dead_letter(station: Station) -> None:
    station.retry = Retry(mode="topics", attempts=2, first=0.1, maximum=0.1)

    async def handle(event: Moved, ctx: Work) -> None:
        raise RuntimeError("never")

    await station.produce(station.event(who="a", step=0))
    async with station.consuming(handle):
        (dead,) = await station.read(station.dead_topic, 1)
    headers = {name: value.decode() for name, value in dead.headers}
    assert (headers["plano_topic"], headers["plano_offset"], headers["plano_attempts"]) == (station.topic, "0", "2")


async def test_a_failed_batch_is_repeated_one_by_one(station: Station) -> None:
    station.batch = 10
    sizes = []

    async def handle(events: list[Moved], ctx: Work) -> None:
        sizes.append(len(events))
        for event in events:
            await write(ctx, event)
            if event.step == 2:
                raise RuntimeError("poison")

    await station.produce(*[station.event(who="a", step=n) for n in range(5)])
    async with station.consuming(handle):
        await settled(station, 5)
    assert await station.effects() == [("a", 0), ("a", 1), ("a", 3), ("a", 4)]
    assert len(await station.read(station.dead_topic, 1)) == 1
    # The first of a partition always goes by itself: it may be what ended the process before.
    assert sizes == [1, 4, 1, 1, 1, 1, 1, 1]


async def test_a_batch_holds_one_copy_of_a_message(station: Station) -> None:
    station.batch = 10
    batches = []

    async def handle(events: list[Moved], ctx: Work) -> None:
        batches.append([event.step for event in events])

    events = [station.event(who="a", step=n) for n in (0, 1, 2, 1)]
    await station.produce(*events, ids=["zero", "one", "two", "one"])
    async with station.consuming(handle):
        await settled(station, 4)
    assert batches == [[0], [1, 2]]


async def test_a_tombstone_arrives_typed(station: Station) -> None:
    seen = []

    async def handle(event: Moved, ctx: Work) -> None:
        seen.append(event)

    async with station.session() as session:
        await station.publish(session, station.event(who="a", step=1), Retracted.of(station.event, "a"))
    async with station.relaying(), station.consuming(handle):
        await settled(station, 2)
    assert seen == [station.event(who="a", step=1), Retracted(station.event, "a")]


async def test_a_database_that_is_away_is_waited_for_and_fills_no_dead_letters(station: Station) -> None:
    station.timing = replace(station.timing, longest=0.2)

    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)

    name = urlsplit(station.database_url).path[1:]
    admin = urlsplit(station.database_url)._replace(path="/postgres").geturl()
    elsewhere = replace(station, database_url=admin)
    async with station.consuming(handle):
        await station.produce(station.event(who="a", step=1))
        await settled(station, 1)
        await elsewhere.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await elsewhere.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        await station.produce(station.event(who="a", step=2))
        await asyncio.sleep(2.5)
        await elsewhere.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await settled(station, 2)
    assert await station.effects() == [("a", 1), ("a", 2)]
    assert await station.read(station.dead_topic, 1, seconds=1) == []
