"""The consumers of a service: one member of a group for each topic, and one for each retry topic."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Generic, TypeVar

from plano_kit.context import AnyContext
from plano_kit.messaging.lane import DelayedLane, Lane, OrderedLane, Partition
from plano_kit.messaging.letters import Letters
from plano_kit.messaging.member import Member
from plano_kit.messaging.processing import Processor
from plano_kit.messaging.starts import Starts
from plano_kit.messaging.timing import Timing
from plano_kit.runtime import Runtime
from plano_kit.service import Consumer, Service
from plano_kit.settings import Settings

C = TypeVar("C", bound=AnyContext)


class ConsumerRunner(Generic[C]):
    """Runs every consumer of a service in this process.

    Each message's effects happen once where the service has a database, whatever is killed when; without one the
    handler runs at least once. `members` are what a watchdog looks at. `letters` and `starts` are this process's own
    where none are given.
    """

    def __init__(
        self,
        service: Service[C],
        settings: Settings,
        runtime: Runtime[C],
        timing: Timing | None = None,
        *,
        letters: Letters | None = None,
        starts: Starts | None = None,
    ) -> None:
        self._service = service
        self._settings = settings
        self._runtime = runtime
        self._timing = timing or Timing.of(settings)
        self._letters = letters or Letters(service.name, settings, self._timing)
        self._starts = starts or Starts(runtime.engine)
        self.members = [member for consumer in service.consumers for member in self._members(consumer)]

    async def run(self, stop: asyncio.Event) -> None:
        """Consume until `stop` is set; returns when work in progress has ended and offsets are committed."""
        try:
            async with asyncio.TaskGroup() as running:
                for member in self.members:
                    running.create_task(member.run(stop))
        finally:
            await self._letters.close()

    def _members(self, consumer: Consumer[C]) -> list[Member]:
        slots = asyncio.Semaphore(consumer.concurrency)
        members = [self._member(consumer, consumer.event.topic, consumer.group, slots, retried=False)]
        if consumer.retry.mode == "topics" and consumer.retry_topic is not None:
            # A group of its own: a group whose members read different topics rebalances them all together.
            group = f"{consumer.group}.retry"
            members.append(self._member(consumer, consumer.retry_topic, group, slots, retried=True))
        return members

    def _member(
        self, consumer: Consumer[C], topic: str, group: str, slots: asyncio.Semaphore, *, retried: bool
    ) -> Member:
        open_lane = partial(self._lane, consumer, slots, retried)
        return Member(topic, group, self._settings, self._timing, open_lane)

    def _lane(self, consumer: Consumer[C], slots: asyncio.Semaphore, retried: bool, partition: Partition) -> Lane:
        processor = Processor(
            self._service,
            consumer,
            self._runtime,
            self._letters,
            self._starts,
            slots,
            self._timing,
            retried=retried,
        )
        if retried:
            return DelayedLane(partition, processor, self._timing)
        return OrderedLane(partition, processor, self._timing, consumer.batch)
