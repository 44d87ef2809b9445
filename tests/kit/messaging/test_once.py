"""Effects in the database happen once, however often a message comes."""

import asyncio
from collections.abc import Iterable

import pytest

from plano_kit.messaging import inbox
from plano_kit.messaging.member import Member
from tests.kit.messaging.station import Moved, Station, Work, until, write


async def handle(event: Moved, ctx: Work) -> None:
    await write(ctx, event)


async def settled(station: Station, offset: int) -> None:
    async def reached() -> bool:
        return await station.committed() >= offset

    await until(reached)


async def test_what_is_published_is_handled(station: Station) -> None:
    async with station.session() as session:
        await station.publish(session, *[station.event(who=f"w{n % 3}", step=n) for n in range(10)])
    async with station.relaying(), station.consuming(handle):
        await settled(station, 10)
    assert sorted(step for _, step in await station.effects()) == list(range(10))
    assert await station.sql("SELECT * FROM plano.outbox") == []


async def test_nothing_is_published_by_a_transaction_that_fails(station: Station) -> None:
    async def fail() -> None:
        async with station.session() as session:
            await station.publish(session, station.event(who="a", step=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await station.sql("SELECT * FROM plano.outbox") == []


async def test_a_message_that_comes_twice_has_one_effect(station: Station) -> None:
    event = station.event(who="a", step=1)
    await station.produce(event, event, ids=["one", "one"])
    async with station.consuming(handle):
        await settled(station, 2)
    assert await station.effects() == [("a", 1)]


async def test_without_the_inbox_it_would_have_two(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    async def forget(session: object, group: str, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(ids)

    monkeypatch.setattr(inbox, "remember", forget)
    event = station.event(who="a", step=1)
    await station.produce(event, event, ids=["one", "one"])
    async with station.consuming(handle):
        await settled(station, 2)
    assert await station.effects() == [("a", 1), ("a", 1)]


async def test_a_crash_between_transaction_and_offset_commit_repeats_nothing(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    await station.produce(*[station.event(who="a", step=n) for n in range(5)])
    with monkeypatch.context() as crashing:

        async def lost(self: Member, offsets: object) -> None:
            await asyncio.sleep(0)

        crashing.setattr(Member, "_commit_all", lost)
        async with station.consuming(handle):

            async def all_there() -> bool:
                return len(await station.effects()) == 5

            await until(all_there)
    assert await station.committed() == 0
    async with station.consuming(handle):
        await settled(station, 5)
    assert await station.effects() == [("a", n) for n in range(5)]


async def test_events_that_a_handler_publishes_are_in_its_transaction(station: Station) -> None:
    attempts = []

    async def answer(event: Moved, ctx: Work) -> None:
        attempts.append(event.step)
        await ctx.publish(station.event(who=event.who, step=event.step + 100))
        if len(attempts) == 1:
            raise RuntimeError("not yet")

    await station.produce(station.event(who="a", step=1))
    async with station.consuming(answer):
        await settled(station, 1)
    (row,) = await station.sql("SELECT payload, headers ->> 'ce_type' AS type FROM plano.outbox")
    assert (row["payload"], row["type"]) == (b'{"who":"a","step":101}', station.topic)
    assert attempts == [1, 1]


async def test_a_foreign_message_is_known_by_its_place(station: Station) -> None:
    seen = []

    async def look(event: Moved, ctx: Work) -> None:
        seen.append(ctx.told.id)

    await station.records(("a", b'{"who":"a","step":1}', {}), partition=0)
    async with station.consuming(look):
        await settled(station, 1)
    assert seen == [f"{station.topic}/0/0"]


async def test_without_a_database_a_message_is_handled_at_least_once(station: Station) -> None:
    station.database = False
    seen = []

    async def look(event: Moved, ctx: Work) -> None:
        seen.append(event.step)

    event = station.event(who="a", step=1)
    await station.produce(event, event, ids=["one", "one"])
    async with station.consuming(look):
        await settled(station, 2)
    assert seen == [1, 1]
    assert await station.sql("SELECT * FROM plano.inbox") == []
