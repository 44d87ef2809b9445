"""The request to stop after what is in progress, seen by everything that waits."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


class DrainedError(Exception):
    """Work was left undone because its partition is to be given up; it will be delivered again."""


class Draining:
    """A latch: once asked, no further work begins and waits end at once."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Begin to drain."""
        self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether draining has begun."""
        return self._asked.is_set()

    async def first(self, work: Coroutine[None, None, T]) -> T:
        """The result of a wait that has no effect of its own; raises DrainedError as soon as draining begins."""
        return await unless(self._asked, work)

    def check(self) -> None:
        """Raises DrainedError once draining has begun."""
        if self._asked.is_set():
            raise DrainedError

    async def sleep(self, seconds: float) -> None:
        """Wait; raises DrainedError as soon as draining begins."""
        await pause(self._asked, seconds)
        self.check()


async def unless(stop: asyncio.Event, work: Coroutine[None, None, T]) -> T:
    """The result of `work`; it is cancelled, and DrainedError raised, as soon as `stop` is set."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    waited: set[asyncio.Task[T] | asyncio.Task[bool]] = {task, stopping}
    try:
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        # A result that came all the same is not lost: it may be a slot that somebody must give back.
        if not task.done():
            raise DrainedError
        return task.result()
    finally:
        for each in waited:
            each.cancel()
        await asyncio.wait(waited)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait that long, or until `stop` is set."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
