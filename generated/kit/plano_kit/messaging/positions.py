"""Which partitions stand still with records ahead of them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Set

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from plano_kit.messaging import broker
from plano_kit.messaging.timing import Timing
from plano_kit.settings import Settings


class Positions:
    """Where a client stood in each partition that nobody works on, and since when."""

    def __init__(self) -> None:
        self._since: dict[TopicPartition, tuple[int | None, float]] = {}

    async def look(self, client: AIOKafkaConsumer, idle: Set[TopicPartition]) -> None:
        """Take note of the idle partitions' positions; the others are forgotten."""
        now = time.monotonic()
        seen = {}
        for at in idle:
            position: int | None = None
            with contextlib.suppress(TimeoutError, KafkaError):
                async with asyncio.timeout(1):
                    position = await client.position(at)
            before, since = self._since.get(at, (position, now))
            seen[at] = (position, since if position == before else now)
        self._since = seen

    async def behind(self, settings: Settings, timing: Timing) -> str | None:
        """Tell of a partition that stood still for `Timing.stall` while a new client sees records ahead of it.

        None where there is none, or the broker does not answer.
        """
        limit = time.monotonic() - timing.stall
        still = {at: position or 0 for at, (position, since) in self._since.items() if since < limit}
        if not still:
            return None
        ends = await broker.ends(settings, timing, still)
        late = sorted(at for at, end in ends.items() if end > still[at])
        if not late:
            return None
        return f"{late[0].topic}/{late[0].partition} has records that nobody has read for {timing.stall:.0f} s"
