"""The watchdog's verdicts, and the job that prunes."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from plano_kit.messaging.prune import prune
from plano_kit.messaging.relay import Relay
from plano_kit.messaging.watchdog import Watchdog
from tests.kit.messaging.station import QUICK, Station, until


class Verdicts:
    def __init__(self) -> None:
        self.failed: dict[str, str] = {}

    def fail(self, name: str, reason: str) -> None:
        self.failed[name] = reason

    def recover(self, name: str) -> None:
        self.failed.pop(name, None)


async def test_a_relay_without_acknowledgements_is_hung_only_while_the_broker_answers(station: Station) -> None:
    verdicts, patience, stop = Verdicts(), Verdicts(), asyncio.Event()
    relay = Relay("station", station.settings, QUICK)
    away = Relay("station", station.settings.model_copy(update={"kafka_bootstrap": "127.0.0.1:9"}), QUICK)

    async def failed() -> bool:
        return bool(verdicts.failed)

    async def recovered() -> bool:
        return not verdicts.failed

    async with asyncio.TaskGroup() as watching:
        watching.create_task(Watchdog([relay], verdicts, QUICK).run(stop))
        watching.create_task(Watchdog([away], patience, QUICK).run(stop))
        with relay._watch.waiting(), away._watch.waiting():
            await until(failed)
            await asyncio.sleep(0.5)
        assert patience.failed == {}
        await until(recovered)
        stop.set()


async def test_old_rows_are_pruned_and_young_ones_kept(station: Station) -> None:
    await station.sql("CREATE TABLE IF NOT EXISTS plano.idempotency (created_at timestamptz NOT NULL DEFAULT now())")
    await station.sql(
        "INSERT INTO plano.inbox SELECT 'g', n::text, now() - CASE WHEN n > 10 THEN interval '40 days' ELSE '1 day' END"
        " FROM generate_series(1, 6000) AS n"
    )
    await station.sql(
        "INSERT INTO plano.start VALUES ('g', 'old', 1, now() - interval '40 days'), ('g', 'young', 1, now())"
    )
    connection = await asyncpg.connect(station.database_url)
    deleted = await prune(connection, inbox=timedelta(days=30), idempotency=timedelta(days=2))
    await connection.close()
    assert deleted == {"inbox": 5990, "start": 1, "idempotency": 0}
    assert len(await station.sql("SELECT FROM plano.inbox")) == 10


@pytest.mark.parametrize("key", ["a", "ß"])
async def test_a_key_is_retracted_under_the_text_that_events_have(station: Station, key: str) -> None:
    assert station.event.key_of(key) == station.event(who=key, step=1).key
