"""A lane works one partition of a topic, record after record; a delayed lane works a retry topic's by due time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from aiokafka import TopicPartition

from plano_kit.messaging.arrival import Arrival, Record
from plano_kit.messaging.draining import DrainedError, Draining
from plano_kit.messaging.timing import Timing
from plano_kit.messaging.watchdog import Watch

PENDING = 1000
"""How many records of one partition a delayed lane holds; beyond that the partition is paused."""


@dataclass(frozen=True, slots=True)
class Partition:
    """What a lane may do with its partition: commit the next offset to read, and ask for more records."""

    at: TopicPartition
    commit: Callable[[TopicPartition, int], Awaitable[None]]
    resume: Callable[[TopicPartition], None]


class Settling(Protocol):
    """Who settles a lane's messages. `settle` gives True where it would know them all if they came again."""

    def arrival(self, record: Record) -> Arrival: ...

    async def settle(self, arrivals: Sequence[Arrival], draining: Draining, watch: Watch) -> bool: ...


class Lane(ABC):
    """Work on one partition, from its first record until it is closed."""

    def __init__(self, partition: Partition, processor: Settling, timing: Timing) -> None:
        self.watch = Watch(f"{partition.at.topic}/{partition.at.partition}")
        self._partition = partition
        self._processor = processor
        self._timing = timing
        self._draining = Draining()
        self._committed: int | None = None
        self._commit_at = time.monotonic() + timing.commit
        self._task = asyncio.create_task(self._run(), name=self.watch.name)

    @abstractmethod
    def put(self, records: list[Record]) -> None:
        """Take records that were read; the partition is paused until the lane resumes it."""

    @abstractmethod
    async def _work(self) -> None:
        """Settle what was put; ends only by being drained."""

    @property
    @abstractmethod
    def settled(self) -> int | None:
        """The offset below which everything is settled; None before the first."""

    @property
    def uncommitted(self) -> int | None:
        """The offset to commit, None where there is nothing new."""
        return None if self.settled == self._committed else self.settled

    def raise_failure(self) -> None:
        """Raises what ended the lane, if something did that was not asked for."""
        if self._task.done() and not self._task.cancelled() and (error := self._task.exception()) is not None:
            raise error

    def drain(self) -> None:
        """Begin nothing more; `close` waits for the end."""
        self._draining.ask()

    async def close(self, until: float) -> None:
        """Wait for what is in progress until that time of the loop's clock, then roll it back."""
        self.drain()
        await asyncio.wait({self._task}, timeout=max(0.0, until - asyncio.get_running_loop().time()))
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _run(self) -> None:
        with contextlib.suppress(DrainedError):
            await self._work()

    async def _commit(self, *, now: bool) -> None:
        if not now and time.monotonic() < self._commit_at:
            return
        self._commit_at = time.monotonic() + self._timing.commit
        if (offset := self.uncommitted) is not None:
            await self._partition.commit(self._partition.at, offset)
            self._committed = offset


class OrderedLane(Lane):
    """In the partition's order, up to `unit` records in one transaction."""

    def __init__(self, partition: Partition, processor: Settling, timing: Timing, unit: int) -> None:
        self._unit = unit
        self._chunks: asyncio.Queue[list[Record]] = asyncio.Queue()
        self._settled: int | None = None
        super().__init__(partition, processor, timing)

    def put(self, records: list[Record]) -> None:
        if self._settled is None:
            self._settled = self._committed = records[0].offset
        self._chunks.put_nowait(records)

    @property
    def settled(self) -> int | None:
        return self._settled

    async def _work(self) -> None:
        while True:
            rest = iter(await self._draining.first(self._chunks.get()))
            while unit := list(islice(rest, self._unit)):
                self._draining.check()
                arrivals = [self._processor.arrival(record) for record in unit]
                known = await self._processor.settle(arrivals, self._draining, self.watch)
                self._settled = unit[-1].offset + 1
                # What is not known would be done again, before what may end the process again.
                await self._commit(now=not known)
            await self._commit(now=True)
            self._partition.resume(self._partition.at)


class DelayedLane(Lane):
    """By due time: a record whose time has not come does not hold up the others."""

    def __init__(self, partition: Partition, processor: Settling, timing: Timing) -> None:
        self._pending: dict[int, Arrival] = {}
        self._next: int | None = None
        self._came = asyncio.Event()
        super().__init__(partition, processor, timing)

    def put(self, records: list[Record]) -> None:
        self._pending.update((record.offset, self._processor.arrival(record)) for record in records)
        self._next = records[-1].offset + 1
        self._came.set()
        if len(self._pending) < PENDING:
            self._partition.resume(self._partition.at)

    @property
    def settled(self) -> int | None:
        return min(self._pending, default=self._next)

    async def _work(self) -> None:
        while True:
            self._draining.check()
            await self._commit(now=not self._pending)
            arrival = min(self._pending.values(), key=lambda each: (each.due, each.record.offset), default=None)
            wait = None if arrival is None else max(0.0, arrival.due - time.time())
            if arrival is None or wait:
                with self.watch.resting():
                    await self._rest(wait)
                continue
            await self._processor.settle([arrival], self._draining, self.watch)
            del self._pending[arrival.record.offset]
            if len(self._pending) == PENDING - 1:
                self._partition.resume(self._partition.at)

    async def _rest(self, seconds: float | None) -> None:
        """Until the next is due, more came, the lane is drained, or it is time to commit."""
        self._came.clear()
        limit = self._timing.commit if self.uncommitted is not None else None
        shortest = min((each for each in (seconds, limit) if each is not None), default=None)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(shortest):
                await self._draining.first(self._came.wait())
