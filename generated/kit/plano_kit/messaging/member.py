"""A member of a consumer group: reads records, gives each partition's to its lane, and commits what is settled."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Set

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from plano_kit.messaging import broker, metrics
from plano_kit.messaging.arrival import Record
from plano_kit.messaging.draining import DrainedError, pause, unless
from plano_kit.messaging.lane import Lane, Partition
from plano_kit.messaging.letters import describe
from plano_kit.messaging.outcome import failure_of
from plano_kit.messaging.positions import Positions
from plano_kit.messaging.timing import Timing
from plano_kit.messaging.watchdog import Watch
from plano_kit.settings import Settings

_POLL_MS = 200
_MEASURE_SECONDS = 1.0

log = structlog.stdlib.get_logger("plano.consumer")


class Member:
    """One topic read for one group. A client that fails is replaced, and goes on where it last committed.

    The poll goes on while lanes work, since their partitions are paused: so a handler may take longer than
    `Timing.max_poll` (aiokafka#848), and no partition holds more in memory than one fetch of it.
    """

    def __init__(
        self, topic: str, group: str, settings: Settings, timing: Timing, open_lane: Callable[[Partition], Lane]
    ) -> None:
        self.name = group
        self._topic = topic
        self._group = group
        self._settings = settings
        self._timing = timing
        self._open_lane = open_lane
        self._client: AIOKafkaConsumer | None = None
        self._lanes: dict[TopicPartition, Lane] = {}
        self._revoked = False
        self._watch = Watch(group)
        self._positions = Positions()
        self._measure_at = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Consume until `stop` is set; then drain, commit and leave the group."""
        failures, clock = 0, asyncio.get_running_loop().time
        while not stop.is_set():
            began = clock()
            error = await failure_of(self._live(stop))
            if error is not None and not isinstance(error, DrainedError):
                failures = 1 if clock() - began > self._timing.longest else failures + 1
                wait = self._timing.backoff(failures)
                log.warning("consumer interrupted", group=self._group, error=describe(error), wait_seconds=wait)
                await pause(stop, wait)

    async def _live(self, stop: asyncio.Event) -> None:
        client = broker.consumer(self._settings, self._timing, self._group, self._group)
        client.subscribe([self._topic], listener=_Listener(self))
        self._client, self._revoked = client, False
        self._watch.moved()
        try:
            await unless(stop, client.start())
            while not stop.is_set():
                read = await unless(stop, client.getmany(timeout_ms=_POLL_MS))
                self._watch.moved()
                self._give(read)
                self._measure()
                for lane in self._lanes.values():
                    lane.raise_failure()
        finally:
            await self.give_up()
            self._client = None
            await _stop(client, self._timing.drain)

    def _give(self, read: dict[TopicPartition, list[Record]]) -> None:
        if self._client is None or self._revoked:
            return
        for at, records in read.items():
            self._client.pause(at)
            if at not in self._lanes:
                self._lanes[at] = self._open_lane(Partition(at, self._commit, self._resume))
            self._lanes[at].put(records)

    def _resume(self, at: TopicPartition) -> None:
        if self._client is not None and at in self._client.assignment():
            self._client.resume(at)

    async def _commit(self, at: TopicPartition, offset: int) -> None:
        await self._commit_all({at: offset})

    async def _commit_all(self, offsets: dict[TopicPartition, int]) -> None:
        if self._client is None or not offsets:
            return
        try:
            await self._client.commit(offsets)
        except (CommitFailedError, IllegalStateError) as error:
            # The partitions are somebody else's by now, who starts at the last commit.
            log.info("offsets not committed", group=self._group, error=describe(error))

    def assigned(self) -> None:
        """New partitions were assigned: records may be given to lanes again."""
        self._revoked = False
        self._watch.moved()

    async def give_up(self) -> None:
        """Drain every lane, commit what is settled, and forget them; what is not is rolled back and read again."""
        self._revoked = True
        lanes, self._lanes = self._lanes, {}
        for lane in lanes.values():
            lane.drain()
        until = asyncio.get_running_loop().time() + self._timing.drain
        await asyncio.gather(*(lane.close(until) for lane in lanes.values()))
        for at in lanes:
            metrics.LAG.remove(at.topic, str(at.partition))
        offsets = {at: offset for at, lane in lanes.items() if (offset := lane.uncommitted) is not None}
        with contextlib.suppress(TimeoutError, KafkaError):
            async with asyncio.timeout(self._timing.request):
                await self._commit_all(offsets)

    def _measure(self) -> None:
        if self._client is None or (now := asyncio.get_running_loop().time()) < self._measure_at:
            return
        self._measure_at = now + _MEASURE_SECONDS
        for at, lane in self._lanes.items():
            end, settled = self._client.highwater(at), lane.settled
            if end is not None and settled is not None:
                metrics.LAG.labels(at.topic, str(at.partition)).set(max(0, end - settled))

    async def stalled(self) -> str | None:
        """Taken for hung when a handler does not end, when polling does not, or when nobody reads what is there."""
        for lane in self._lanes.values():
            if lane.watch.busy and lane.watch.still_for > self._timing.stuck:
                return f"a handler of {lane.watch.name} has been running for {lane.watch.still_for:.0f} s"
        if self._client is None:
            return None
        if self._watch.still_for > self._timing.stall:
            if await broker.reachable(self._settings, self._timing):
                return f"no poll has ended for {self._watch.still_for:.0f} s, though the broker answers"
            return None
        idle = {at for at in self._client.assignment() if at not in self._lanes or self._lanes[at].watch.idle}
        await self._positions.look(self._client, idle)
        return await self._positions.behind(self._settings, self._timing)


class _Listener(ConsumerRebalanceListener):
    """aiokafka awaits `on_partitions_revoked` before it rejoins, heartbeats going on; every rebalance revokes all
    (there is no cooperative assignor, aiokafka#1126)."""

    def __init__(self, member: Member) -> None:
        self._member = member

    async def on_partitions_revoked(self, revoked: Set[TopicPartition]) -> None:
        await self._member.give_up()

    async def on_partitions_assigned(self, assigned: Set[TopicPartition]) -> None:
        self._member.assigned()


async def _stop(client: AIOKafkaConsumer, patience: float) -> None:
    with contextlib.suppress(TimeoutError, KafkaError):
        async with asyncio.timeout(patience):
            await client.stop()
