"""The watchdog: fails liveness when there is work, the broker answers, and yet nothing moves.

A client can hang for good after a broker restart (aiokafka#1154); only a new process helps then. What is merely
waiting (a broker or database that is away, a backoff) is left alone, since a restart would mend nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Protocol

import structlog

from plano_kit.messaging.draining import pause
from plano_kit.messaging.timing import Timing

log = structlog.stdlib.get_logger("plano.watchdog")


class Watch:
    """When something last moved, and whether it is waiting for others to let it move."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._moved = time.monotonic()
        self._waiting = 0
        self._resting = 0

    def moved(self) -> None:
        """Note that something moved just now."""
        self._moved = time.monotonic()

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """While work is given out and its end awaited."""
        self.moved()
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            self.moved()

    @contextlib.contextmanager
    def resting(self) -> Iterator[None]:
        """While it does nothing on purpose: a backoff, a turn that has not come."""
        self._resting += 1
        try:
            yield
        finally:
            self._resting -= 1
            self.moved()

    @property
    def idle(self) -> bool:
        """Whether it neither works nor rests."""
        return not self._waiting and not self._resting

    @property
    def busy(self) -> bool:
        """Whether work is given out and not come back."""
        return self._waiting > 0

    @property
    def still_for(self) -> float:
        """Seconds since something moved."""
        return time.monotonic() - self._moved


class Watched(Protocol):
    """What the watchdog looks at."""

    @property
    def name(self) -> str:
        """Its name in the liveness report."""
        ...

    async def stalled(self) -> str | None:
        """Why it is taken for hung, None while it moves or has nothing to do."""
        ...


class Liveness(Protocol):
    """Where the verdicts go: what `/livez` answers from."""

    def fail(self, name: str, reason: str) -> None:
        """Report that `name` is hung."""
        ...

    def recover(self, name: str) -> None:
        """Report that `name` moves."""
        ...


class Watchdog:
    """Looks at everything it is given, four times in each `Timing.stall`."""

    def __init__(self, watched: Sequence[Watched], liveness: Liveness, timing: Timing) -> None:
        self._watched = watched
        self._liveness = liveness
        self._timing = timing

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until `stop` is set."""
        while not stop.is_set():
            await pause(stop, self._timing.stall / 4)
            for each in self._watched:
                reason = await each.stalled()
                if reason is None:
                    self._liveness.recover(each.name)
                else:
                    log.error("nothing moves", what=each.name, reason=reason)
                    self._liveness.fail(each.name, reason)
