"""The relay: sends an outbox's rows to Kafka, each at least once, in order per key, however many relays run."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import asyncpg
import structlog
from aiokafka.errors import KafkaError

from plano_kit.messaging import metrics, outbox
from plano_kit.messaging.broker import Producer, reachable
from plano_kit.messaging.draining import pause
from plano_kit.messaging.sending import Round, Row, send
from plano_kit.messaging.shards import Shards
from plano_kit.messaging.timing import Timing
from plano_kit.messaging.watchdog import Watch
from plano_kit.settings import Settings

_LIMIT = 1000
_MEASURE_SECONDS = 5.0
_COUNT_LIMIT = 100_000

# Not "after the last id sent": a transaction that took its ids earlier may commit later.
_PENDING = """
SELECT id, topic, key, payload, headers::text AS headers FROM plano.outbox
WHERE shard = ANY ($1::smallint[]) AND topic <> ALL ($2::text[])
ORDER BY id LIMIT $3
"""

_MEASURE = """
SELECT (SELECT count(*) FROM (SELECT FROM plano.outbox LIMIT $1) AS counted),
       coalesce(extract(epoch FROM now() - (SELECT created_at FROM plano.outbox ORDER BY id LIMIT 1)), 0)
"""

_AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, KafkaError)

log = structlog.stdlib.get_logger("plano.relay")


class Relay:
    """Sends what a service publishes. A row is deleted once the broker has acknowledged it, and so never pruned.

    Where a broker or the database is away, it waits and begins anew; a record can then be sent twice, under one id.
    """

    def __init__(self, service: str, settings: Settings, timing: Timing | None = None) -> None:
        self._service = service
        self._settings = settings
        self._timing = timing or Timing.of(settings)
        self._watch = Watch("relay")
        self._blocked: dict[str, float] = {}

    @property
    def name(self) -> str:
        """Its name in the liveness report."""
        return self._watch.name

    async def stalled(self) -> str | None:
        """Taken for hung when acknowledgements stay away though the broker answers others."""
        if not self._watch.busy or self._watch.still_for < self._timing.stall:
            return None
        if not await reachable(self._settings, self._timing):
            return None
        return f"no acknowledgement for {self._watch.still_for:.0f} s, though the broker answers"

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until `stop` is set; then what is in flight is awaited for `Timing.drain` seconds."""
        failures = 0
        while not stop.is_set():
            try:
                async with self._producer() as producer, self._connection() as connection:
                    failures = 0
                    await self._work(connection, producer, stop)
            except _AWAY as error:
                failures += 1
                wait = self._timing.backoff(failures)
                log.warning("relay interrupted", error=f"{type(error).__name__}: {error}", wait_seconds=wait)
                await pause(stop, wait)

    @contextlib.asynccontextmanager
    async def _producer(self) -> AsyncIterator[Producer]:
        producer = Producer.of(self._settings, self._timing, f"{self._service}.relay")
        try:
            await producer.start()
            yield producer
        finally:
            await producer.close(patience=1.0)

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
        connection = await asyncpg.connect(
            self._settings.database_url,
            timeout=10,
            command_timeout=30,
            server_settings={"application_name": f"{self._service}.relay", "tcp_keepalives_idle": "10"},
        )
        try:
            yield connection
        finally:
            # Not closed politely: this may be the end of a wait for a server that does not answer.
            connection.terminate()

    async def _work(
        self, connection: asyncpg.Connection[asyncpg.Record], producer: Producer, stop: asyncio.Event
    ) -> None:
        clock = asyncio.get_running_loop().time
        woken, lost = asyncio.Event(), asyncio.Event()
        shards = Shards(connection)
        await self._listen(connection, woken, lost)
        await shards.enter()
        balance_at = measure_at = clock()
        while not stop.is_set():
            self._watch.moved()
            if clock() >= balance_at:
                await shards.balance()
                balance_at = clock() + self._timing.poll
            if clock() >= measure_at:
                await self._measure(connection)
                measure_at = clock() + _MEASURE_SECONDS
            woken.clear()
            self._blocked = {topic: until for topic, until in self._blocked.items() if until > clock()}
            rows = await self._pending(connection, shards.held)
            done = await send(producer, rows, self._timing, stop, lost, self._watch)
            if done.acknowledged:
                await connection.execute("DELETE FROM plano.outbox WHERE id = ANY ($1::bigint[])", done.acknowledged)
            self._count(done)
            self._blocked.update(dict.fromkeys(done.refused, clock() + self._timing.longest))
            if done.broken is not None:
                raise done.broken
            if len(rows) < _LIMIT:
                await _any(self._timing.poll, woken, lost, stop)
            if lost.is_set():
                raise ConnectionError("the connection that holds the shards' locks was lost")

    async def _listen(
        self, connection: asyncpg.Connection[asyncpg.Record], woken: asyncio.Event, lost: asyncio.Event
    ) -> None:
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(outbox.CHANNEL, lambda *_: woken.set())

    async def _pending(self, connection: asyncpg.Connection[asyncpg.Record], held: list[int]) -> list[Row]:
        if not held:
            return []
        return [Row.of(each) for each in await connection.fetch(_PENDING, held, list(self._blocked), _LIMIT)]

    async def _measure(self, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        row = await connection.fetchrow(_MEASURE, _COUNT_LIMIT)
        if row is not None:
            metrics.OUTBOX_ROWS.set(int(row[0]))
            metrics.OUTBOX_OLDEST.set(max(0.0, float(row[1])))

    def _count(self, done: Round) -> None:
        for topic, number in done.sent.items():
            metrics.SENT.labels(topic).inc(number)
        for topic, reason in done.refused.items():
            metrics.REFUSED.labels(topic).inc()
            log.error("broker refuses a topic", topic=topic, error=reason)


async def _any(seconds: float, *events: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
