"""The relay: in order per key with several at work, nothing skipped, nothing lost."""

import asyncio
from collections import defaultdict
from dataclasses import replace

import pytest

from plano_kit.messaging.shards import Shards
from tests.kit.messaging.station import Station, until


async def emptied(station: Station) -> bool:
    return not await station.sql("SELECT FROM plano.outbox LIMIT 1")


async def publish_steps(station: Station, keys: int, steps: int) -> None:
    for step in range(steps):
        async with station.session() as session:
            await station.publish(session, *[station.event(who=f"w{key}", step=step) for key in range(keys)])


async def steps_by_key(station: Station, number: int, surplus: float = 1.5) -> dict[str, list[int]]:
    found = defaultdict(list)
    for record in await station.read(station.topic, number, quiet=surplus):
        event = station.event.decode(record.value or b"")
        found[event.who].append(event.step)
    return found


async def test_a_record_is_a_cloud_event(station: Station) -> None:
    async with station.session() as session:
        await station.publish(session, station.event(who="a", step=1))
    async with station.relaying():
        (record,) = await station.read(station.topic, 1)
    headers = {name: value.decode() for name, value in record.headers}
    assert (record.key, record.value) == (b"a", b'{"who":"a","step":1}')
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_type"] == station.topic
    assert headers["ce_source"] == "/test-local/station"
    assert headers["ce_subject"] == "a"
    assert headers["content-type"] == "application/json"
    assert headers["plano_wire"] == "1"
    assert headers["ce_time"].endswith("Z")


async def test_two_relays_keep_each_keys_order_and_send_nothing_twice(station: Station) -> None:
    async with station.relaying(), station.relaying():
        await publish_steps(station, keys=12, steps=12)
        await until(lambda: emptied(station))
    assert await steps_by_key(station, 200) == {f"w{key}": list(range(12)) for key in range(12)}


async def test_two_relays_share_the_shards(station: Station) -> None:
    holders = """SELECT pid, count(*) AS held FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE locktype = 'advisory' AND objid < 1000 AND datname = current_database() GROUP BY pid"""
    async with station.relaying(), station.relaying():

        async def shared() -> bool:
            return sorted(row["held"] for row in await station.sql(holders)) == [4, 4]

        await until(shared)


async def test_without_the_locks_two_relays_would_send_twice(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unlocked(self: Shards, shard: int) -> bool:
        return True

    async def everything(self: Shards) -> None:
        self._held = set(range(8))

    monkeypatch.setattr(Shards, "_lock", unlocked)
    monkeypatch.setattr(Shards, "balance", everything)
    async with station.relaying(), station.relaying():
        await publish_steps(station, keys=12, steps=12)
        await until(lambda: emptied(station))
    assert await steps_by_key(station, 200) != {f"w{key}": list(range(12)) for key in range(12)}


async def test_a_transaction_that_commits_late_is_not_skipped(station: Station) -> None:
    async with station.relaying():
        async with station.session() as late:
            await station.publish(late, station.event(who="a", step=1))
            async with station.session() as early:
                await station.publish(early, station.event(who="b", step=2))
            assert list(await steps_by_key(station, 1, surplus=15)) == ["b"]
        assert await steps_by_key(station, 2) == {"a": [1], "b": [2]}


async def test_a_lost_database_connection_is_made_again(station: Station) -> None:
    async with station.relaying():
        await publish_steps(station, keys=1, steps=1)
        await until(lambda: emptied(station))
        await station.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'station.relay'"
        )
        async with station.session() as session:
            await station.publish(session, station.event(who="w0", step=1))
        await until(lambda: emptied(station))
    assert await steps_by_key(station, 2) == {"w0": [0, 1]}


async def test_a_notification_wakes_it(station: Station) -> None:
    station.timing = replace(station.timing, poll=30.0)
    async with station.relaying():
        await asyncio.sleep(1)
        async with station.session() as session:
            await station.publish(session, station.event(who="a", step=1))
        await until(lambda: emptied(station), seconds=5)


async def test_a_broker_that_is_away_loses_nothing(station: Station, mock: str) -> None:
    station.bootstrap = "127.0.0.1:9"
    await publish_steps(station, keys=1, steps=3)
    async with station.relaying():
        await asyncio.sleep(1)
    assert len(await station.sql("SELECT FROM plano.outbox")) == 3
    station.bootstrap = mock
    async with station.relaying():
        await until(lambda: emptied(station))
    assert await steps_by_key(station, 3) == {"w0": [0, 1, 2]}


async def test_an_event_that_no_broker_takes_is_refused_at_once(station: Station) -> None:
    async with station.session() as session:
        with pytest.raises(ValueError, match="bytes"):
            await station.publish(session, station.event(who="a" * 1_000_000, step=1))
