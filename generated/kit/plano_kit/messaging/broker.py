"""Connections to Kafka: aiokafka clients with every option that their promises rest on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from ssl import SSLContext
from typing import TypedDict

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.helpers import create_ssl_context

from plano_kit.messaging.timing import Timing
from plano_kit.settings import Settings

MAX_REQUEST = 2_000_000
"""Bytes. Above what a broker takes by default, so that the broker's own setting decides."""


class Security(TypedDict, total=False):
    """The options by which a client proves who it is."""

    security_protocol: str
    ssl_context: SSLContext
    sasl_mechanism: str
    sasl_plain_username: str
    sasl_plain_password: str


def security(settings: Settings) -> Security:
    """The settings' security as options of aiokafka; a CA, certificate or key that cannot be read raises OSError."""
    if settings.kafka_security == "plaintext":
        return {"security_protocol": "PLAINTEXT"}
    context = create_ssl_context(
        cafile=settings.kafka_ca or None, certfile=settings.kafka_cert or None, keyfile=settings.kafka_key or None
    )
    if settings.kafka_security == "ssl":
        return {"security_protocol": "SSL", "ssl_context": context}
    return {
        "security_protocol": "SASL_SSL",
        "ssl_context": context,
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": settings.kafka_user,
        "sasl_plain_password": settings.kafka_password,
    }


class Producer(AIOKafkaProducer):
    """An idempotent producer, acks=all: it never gives a record up while it runs, and keeps a partition's order.

    A record that the broker refuses leaves a gap in the sequence, and the broker refuses what comes after: then the
    producer must be replaced, and no later record of that partition has overtaken.
    """

    @classmethod
    def of(cls, settings: Settings, timing: Timing, client: str) -> Producer:
        """A producer, not yet started. `client` names it to the broker."""
        return cls(
            bootstrap_servers=settings.kafka_bootstrap,
            client_id=client,
            acks="all",
            enable_idempotence=True,
            max_request_size=MAX_REQUEST,
            max_batch_size=131_072,
            request_timeout_ms=round(timing.request * 1000),
            **security(settings),
        )

    async def close(self, patience: float) -> None:
        """Stop; what is not acknowledged within `patience` seconds is abandoned, and is not sent later either."""
        stopping = asyncio.ensure_future(self.stop())
        await asyncio.wait({stopping}, timeout=patience)
        if not stopping.done():
            sender = None if self._sender is None else self._sender.sender_task
            if sender is not None:
                sender.cancel()
            # In-flight requests end by themselves within the request time-out.
            await asyncio.wait({stopping}, timeout=patience + 1)
            stopping.cancel()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await stopping


def consumer(settings: Settings, timing: Timing, group: str, client: str) -> AIOKafkaConsumer:
    """A member of `group`, not yet started or subscribed; it commits only what it is told to."""
    return AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        client_id=client,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        session_timeout_ms=round(timing.session * 1000),
        heartbeat_interval_ms=max(100, round(timing.session * 1000 / 10)),
        rebalance_timeout_ms=round(timing.rebalance * 1000),
        max_poll_interval_ms=round(timing.max_poll * 1000),
        request_timeout_ms=round(max(timing.request, timing.rebalance + 5) * 1000),
        metadata_max_age_ms=60_000,
        **security(settings),
    )


async def ends(settings: Settings, timing: Timing, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
    """The partitions' end offsets as a client sees them that is new, and so not hung; empty where none can be had."""
    client = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        client_id="watchdog",
        isolation_level="read_committed",
        request_timeout_ms=round(timing.request * 1000),
        **security(settings),
    )
    try:
        async with asyncio.timeout(timing.request):
            await client.start()
            wanted = list(partitions)
            return await client.end_offsets(wanted) if wanted else {}
    except (KafkaError, OSError, TimeoutError):
        return {}
    finally:
        await client.stop()


async def reachable(settings: Settings, timing: Timing) -> bool:
    """Whether the broker answers a client that is new, and so not hung itself."""
    # A producer: a consumer that is stopped right after its start raises CancelledError from its own task.
    client = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap,
        client_id="watchdog",
        request_timeout_ms=round(timing.request * 1000),
        **security(settings),
    )
    try:
        async with asyncio.timeout(timing.request):
            await client.start()
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await client.stop()
    return True
