"""One round of a relay: rows to records, acknowledgements back, and never a later record of a key before an earlier."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

import asyncpg
from aiokafka.errors import KafkaError
from aiokafka.structs import RecordMetadata

from plano_kit.messaging import headers, spans
from plano_kit.messaging.broker import Producer
from plano_kit.messaging.timing import Timing
from plano_kit.messaging.watchdog import Watch


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox, as it goes on the record."""

    id: int
    topic: str
    key: bytes | None
    payload: bytes | None
    headers: list[tuple[str, bytes]]

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        """Read a row of `plano.outbox`."""
        key: str | None = row["key"]
        written: dict[str, str] = json.loads(row["headers"])
        return cls(
            row["id"], row["topic"], None if key is None else key.encode(), row["payload"], headers.encode(written)
        )


@dataclass(slots=True)
class Round:
    """What became of the rows: ids acknowledged, how many by topic, topics that cannot be sent to and why.

    `broken` says that this producer must not go on: a record of it failed, or its acknowledgement was not awaited.
    """

    acknowledged: list[int] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    broken: Exception | None = None


async def send(
    producer: Producer, rows: list[Row], timing: Timing, stop: asyncio.Event, lost: asyncio.Event, watch: Watch
) -> Round:
    """Send all rows, in their order, and wait until each is acknowledged or has failed.

    A producer never gives up while the broker is away, so this waits as long, until `lost`, or `Timing.drain` seconds
    after `stop`.
    """
    done = Round()
    done.refused.update(await _unknown(producer, {row.topic for row in rows}, timing))
    queued: list[tuple[Row, asyncio.Future[RecordMetadata]]] = []
    delivery = asyncio.ensure_future(_deliver(producer, rows, done, queued))
    losing, stopping = asyncio.ensure_future(lost.wait()), asyncio.ensure_future(stop.wait())
    try:
        with watch.waiting():
            await asyncio.wait({delivery, losing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                await asyncio.wait({delivery, losing}, timeout=timing.drain, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in (delivery, losing, stopping):
            each.cancel()
    for row, future in queued:
        if not future.done():
            done.broken = done.broken or ConnectionError("stopped before the broker acknowledged")
        elif (error := future.exception()) is not None:
            done.broken = error if isinstance(error, KafkaError) else KafkaError(str(error))
            done.refused[row.topic] = f"{type(error).__name__}: {error}"
        else:
            done.acknowledged.append(row.id)
            done.sent[row.topic] += 1
    return done


async def _unknown(producer: Producer, topics: Iterable[str], timing: Timing) -> dict[str, str]:
    refused = {}
    for topic in sorted(topics):
        try:
            async with asyncio.timeout(timing.request):
                await producer.partitions_for(topic)
        except (KafkaError, TimeoutError) as error:
            refused[topic] = f"{type(error).__name__}: {error}"
    return refused


async def _deliver(
    producer: Producer, rows: list[Row], done: Round, queued: list[tuple[Row, asyncio.Future[RecordMetadata]]]
) -> None:
    for row in rows:
        if row.topic in done.refused:
            continue
        span = spans.sending(row.topic, row.headers)
        try:
            future = await producer.send(row.topic, row.payload, row.key, headers=row.headers)
            queued.append((row, future))
            spans.acknowledged(span, future)
        except KafkaError as error:
            spans.refused(span, error)
            # What follows it on this topic may be of its key, and must wait.
            done.refused[row.topic] = f"{type(error).__name__}: {error}"
    if queued:
        await asyncio.wait([future for _, future in queued])
