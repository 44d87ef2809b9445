"""Publishing: a row in the handler's own transaction, so that an event exists exactly when its effect does."""

from __future__ import annotations

import json
import zlib
from datetime import datetime

from sqlalchemy import DateTime, LargeBinary, SmallInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from plano_kit.messaging import headers
from plano_kit.messaging.event import Event, Retracted

SHARDS = 8
"""Part of the wire version: two relays that counted differently would send one key's rows side by side."""

CHANNEL = "plano_outbox"

MAX_PAYLOAD = 900_000
"""Bytes. Kafka's default `message.max.bytes` is 1,048,588, headers and batch overhead included."""

_INSERT = text(
    """
    WITH row AS (
        INSERT INTO plano.outbox (topic, key, shard, payload, headers, created_at)
        VALUES (:topic, :key, :shard, :payload, CAST(:headers AS jsonb), :now)
        RETURNING shard
    )
    SELECT pg_notify(:channel, CAST(shard AS text)) FROM row
    """
).bindparams(
    bindparam("shard", type_=SmallInteger),
    bindparam("payload", type_=LargeBinary),
    bindparam("now", type_=DateTime(timezone=True)),
)


async def insert(
    session: AsyncSession, event: Event | Retracted[Event], *, source: str, traceparent: str | None, now: datetime
) -> None:
    """Publish an event or a tombstone when the session's transaction commits.

    `source` is `/<platform>-<env>/<service>`. Raises ValueError for a payload larger than a broker would take.
    """
    topic, key = event.topic, event.key
    payload = None if isinstance(event, Retracted) else event.payload()
    if payload is not None and len(payload) > MAX_PAYLOAD:
        raise ValueError(f"an event of {topic} has {len(payload)} bytes; a record holds {MAX_PAYLOAD} at most")
    await session.execute(
        _INSERT,
        {
            "topic": topic,
            "key": key,
            "shard": shard_of(topic, key),
            "payload": payload,
            "headers": json.dumps(headers.cloud_event(topic, key, source, now, traceparent)),
            "now": now,
            "channel": CHANNEL,
        },
    )


def shard_of(topic: str, key: str | None) -> int:
    """The shard of a key's rows: always the same one for the same topic and key."""
    return zlib.crc32(f"{topic}\n{key or ''}".encode()) % SHARDS
