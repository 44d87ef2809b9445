"""A service of two topics on a real PostgreSQL and a broker: what the messaging tests drive and look at."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from plano_kit.context import Context
from plano_kit.messaging import Event, Message, Retracted, outbox
from plano_kit.messaging.consumer import ConsumerRunner
from plano_kit.messaging.letters import Letters
from plano_kit.messaging.relay import Relay
from plano_kit.messaging.starts import Starts
from plano_kit.messaging.timing import Timing
from plano_kit.runtime import Runtime
from plano_kit.service import Consumer, Retry, Service
from plano_kit.settings import Config, Settings

QUICK = Timing(session=6, drain=3, commit=0.2, poll=0.2, again=0.05, longest=0.5, request=5, stall=1.0)


def event_class(name: str) -> type[Moved]:
    """A topic of its own for each test, since brokers are shared."""

    class Own(Moved):
        topic: ClassVar[str] = name

    return Own


class Moved(Event):
    """Something moved to a place."""

    topic: ClassVar[str] = ""
    key_field: ClassVar[str] = "who"
    compact: ClassVar[bool] = True
    who: str
    step: int


class Work(Context[None, Config, Moved]):
    """What these handlers are given."""

    @property
    def told(self) -> Message:
        """The message that the handler runs for."""
        assert self.message is not None
        return self.message


@dataclass
class Station:
    """A database of its own, a topic of its own, and the service between them."""

    database_url: str
    bootstrap: str
    event: type[Moved]
    timing: Timing = QUICK
    database: bool = True
    retry: Retry = field(default_factory=lambda: Retry(mode="blocking", attempts=3, first=0.05, maximum=0.2))
    batch: int = 1
    concurrency: int = 4
    partitions: int = 4

    @property
    def topic(self) -> str:
        return self.event.topic

    @property
    def dead_topic(self) -> str:
        return f"{self.topic}.station.dead"

    @property
    def retry_topic(self) -> str:
        return f"{self.topic}.station.retry"

    @property
    def group(self) -> str:
        return f"station.{self.topic}"

    @property
    def settings(self) -> Settings:
        return Settings(database_url=self.database_url, kafka_bootstrap=self.bootstrap)

    def service(self, handler: Callable[..., Awaitable[None]]) -> Service[Work]:
        consumer: Consumer[Work] = Consumer(
            event=self.event,
            handler=handler,
            group=self.group,
            concurrency=self.concurrency,
            batch=self.batch,
            retry=self.retry,
            retry_topic=self.retry_topic if self.retry.mode == "topics" else None,
            dead_topic=self.dead_topic,
        )
        return Service(
            platform="test",
            name="station",
            description="",
            package="tests.kit.messaging",
            domain="test.example",
            context=Work,
            clients=lambda outbound, scope: None,
            config=Config,
            metadata=MetaData() if self.database else None,
            openapi=Path(),
            consumers=(consumer,),
        )

    @contextlib.asynccontextmanager
    async def consuming(
        self,
        handler: Callable[..., Awaitable[None]],
        *,
        letters: type[Letters] = Letters,
        starts: type[Starts] = Starts,
    ) -> AsyncIterator[ConsumerRunner[Work]]:
        """The service's consumers at work; drained at the end."""
        service = self.service(handler)
        async with Runtime(service, self.settings) as runtime:
            runner = ConsumerRunner(
                service,
                self.settings,
                runtime,
                self.timing,
                letters=letters("station", self.settings, self.timing),
                starts=starts(runtime.engine),
            )
            async with _running(runner.run):
                yield runner

    @contextlib.asynccontextmanager
    async def relaying(self) -> AsyncIterator[Relay]:
        """A relay at work; stopped at the end."""
        relay = Relay("station", self.settings, self.timing)
        async with _running(relay.run):
            yield relay

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A transaction, committed at the end."""
        engine = create_async_engine(self.database_url.replace("postgresql://", "postgresql+asyncpg://", 1))
        try:
            async with AsyncSession(engine) as session, session.begin():
                yield session
        finally:
            await engine.dispose()

    async def publish(self, session: AsyncSession, *events: Moved | Retracted[Moved]) -> None:
        for event in events:
            await outbox.insert(session, event, source="/test-local/station", traceparent=None, now=datetime.now(UTC))

    async def sql(self, statement: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.database_url)
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()

    async def effects(self) -> list[tuple[str, int]]:
        """What handlers wrote, in the order in which they did."""
        return [(row["who"], row["step"]) for row in await self.sql("SELECT who, step FROM effect ORDER BY id")]

    async def produce(self, *events: Event, ids: list[str] | None = None, partition: int | None = None) -> None:
        """Put events on the topic as another service's relay would."""
        await self.records(
            *[
                (event.key, event.payload(), {"ce_id": ids[number] if ids else str(uuid4())})
                for number, event in enumerate(events)
            ],
            partition=partition,
        )

    async def records(
        self, *records: tuple[str | None, bytes | None, dict[str, str]], partition: int | None = None
    ) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self.bootstrap, acks="all")
        await producer.start()
        try:
            sent = []
            for key, value, headers in records:
                named = [(name, each.encode()) for name, each in headers.items()]
                sent_key = None if key is None else key.encode()
                sent.append(await producer.send(self.topic, value, sent_key, headers=named, partition=partition))
            await asyncio.gather(*sent)
        finally:
            await producer.stop()

    async def read(
        self, topic: str, number: int, seconds: float = 15, quiet: float = 60
    ) -> list[ConsumerRecord[bytes, bytes]]:
        """The first records of a topic, by partition; fewer where no more come for `quiet` seconds."""
        client = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, auto_offset_reset="earliest")
        await client.start()
        found: list[ConsumerRecord[bytes, bytes]] = []
        until = time.monotonic() + seconds
        try:
            while time.monotonic() < until and not client.partitions_for_topic(topic):
                client.subscribe([topic])
                await asyncio.sleep(0.1)
            partitions = [TopicPartition(topic, each) for each in client.partitions_for_topic(topic) or ()]
            client.unsubscribe()
            client.assign(partitions)
            await client.seek_to_beginning(*partitions)
            last = time.monotonic()
            while len(found) < number and time.monotonic() < min(until, last + quiet):
                for records in (await client.getmany(timeout_ms=200)).values():
                    found.extend(records)
                    last = time.monotonic()
        finally:
            await client.stop()
        return found

    async def committed(self, group: str | None = None, topic: str | None = None) -> int:
        """The sum of a group's committed offsets over the topic's partitions."""
        client = AIOKafkaConsumer(
            bootstrap_servers=self.bootstrap, group_id=group or self.group, enable_auto_commit=False
        )
        wanted = [TopicPartition(topic or self.topic, each) for each in range(self.partitions)]
        client.assign(wanted)
        await client.start()
        try:
            return sum([await client.committed(each) or 0 for each in wanted])
        finally:
            await client.stop()


async def write(ctx: Work, event: Moved) -> None:
    """The effect that tests count: one row."""
    await ctx.session.execute(
        text("INSERT INTO effect (who, step) VALUES (:who, :step)"), {"who": event.who, "step": event.step}
    )


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Wait for a condition; fails when it does not come."""
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "what was awaited did not come"
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _running(run: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop))
    try:
        yield
        if task.done():
            task.result()
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)
