"""What becomes of a message: handled once, tried again, or dead; whatever it is, settled before its offset is."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from plano_kit.auth.principal import Principal
from plano_kit.context import AnyContext
from plano_kit.messaging import inbox, metrics, spans
from plano_kit.messaging.arrival import Arrival, Item, Record, decode
from plano_kit.messaging.draining import DrainedError, Draining
from plano_kit.messaging.event import Event, UndecodableError
from plano_kit.messaging.letters import Letters, describe
from plano_kit.messaging.outcome import failure_of
from plano_kit.messaging.retrying import delay
from plano_kit.messaging.starts import DiedError, Starts
from plano_kit.messaging.timing import Timing
from plano_kit.messaging.watchdog import Watch
from plano_kit.observability.tracing import trace_of
from plano_kit.runtime import Runtime
from plano_kit.service import Consumer, Service

_PING_SECONDS = 5.0

C = TypeVar("C", bound=AnyContext)
E = TypeVar("E", bound=Event)
T = TypeVar("T")

log = structlog.stdlib.get_logger("plano.consumer")


class Processor(Generic[C]):
    """Settles one partition's messages for one consumer, of its topic or (`retried`) of its retry topic.

    A message that ends the process is begun `retry.attempts` times, and then dead. A start more is not seen where it
    was not the first message of its partition, and one more where it was in a batch. This needs a database; without
    one such a message comes back for ever.
    """

    def __init__(
        self,
        service: Service[C],
        consumer: Consumer[C],
        runtime: Runtime[C],
        letters: Letters,
        starts: Starts,
        slots: asyncio.Semaphore,
        timing: Timing,
        *,
        retried: bool,
    ) -> None:
        self._consumer = consumer
        self._runtime = runtime
        self._letters = letters
        self._starts = starts
        self._slots = slots
        self._timing = timing
        self.retried = retried
        self.remembers = service.metadata is not None
        self._principal = Principal.service(service.name)
        # Until one handler has ended here, what comes may be what ended the process before.
        self._suspicious = self.remembers
        self._begun: set[str] = set()

    def arrival(self, record: Record) -> Arrival:
        """Read a record's headers."""
        return Arrival.of(record, retried=self.retried)

    async def settle(self, arrivals: Sequence[Arrival], draining: Draining, watch: Watch) -> bool:
        """Settle messages, in one transaction where that works, else one by one.

        Returns when each has been handled, or is acknowledged on its retry or dead-letter topic; True where the inbox
        knows them all. Raises DrainedError where draining began first; then some may be handled, and the inbox knows
        which.
        """
        items = []
        for arrival in arrivals:
            try:
                items.append(decode(arrival, self._consumer.event))
            except UndecodableError as error:
                await self._bury(arrival, error)
        known = self.remembers and len(items) == len(arrivals)
        while items and self._suspicious:
            known = await self._alone(items.pop(0), draining, watch) and known
        if len(items) > 1 and await self._together(items, draining, watch):
            return known
        for item in items:
            known = await self._alone(item, draining, watch) and known
        return known

    async def _together(self, items: list[Item[Event]], draining: Draining, watch: Watch) -> bool:
        failures = 0
        while True:
            error = await self._failure(items, draining, watch)
            if error is None:
                return True
            if not await self._away():
                log.info("a batch failed and is repeated one by one", error=describe(error), messages=len(items))
                return False
            failures += 1
            with watch.resting():
                await draining.sleep(self._timing.backoff(failures))

    async def _alone(self, item: Item[Event], draining: Draining, watch: Watch) -> bool:
        """Settle one message; True where it was handled."""
        id = item.arrival.message.id
        try:
            return await self._tried(item, draining, watch)
        except (DrainedError, asyncio.CancelledError):
            if id in self._begun:
                await failure_of(self._starts.take_back(self._consumer.group, id))
            raise
        finally:
            self._begun.discard(id)

    async def _tried(self, item: Item[Event], draining: Draining, watch: Watch) -> bool:
        away = 0
        retry = self._consumer.retry
        while True:
            async with self._counted(item, draining, watch) as item:
                attempt = item.arrival.message.attempt
                if attempt > retry.attempts:
                    died = DiedError(f"begun {attempt - 1} times, and the process ended each time")
                    await self._bury(item.arrival.numbered(attempt - 1), died)
                    return False
                error = await self._failure([item], draining, watch)
            if error is None:
                return True
            if await self._away():
                # Not the message's fault: a database restart must not fill the dead-letter topic.
                away += 1
                wait = self._timing.backoff(away)
            else:
                self._suspicious = False
                self._begun.discard(item.arrival.message.id)
                wait = delay(retry, attempt)
                if await self._put_away(item.arrival, error, wait):
                    return False
                item = Item(item.arrival.numbered(attempt + 1), item.event)
            with watch.resting():
                await draining.sleep(wait)

    async def _put_away(self, arrival: Arrival, error: Exception, wait: float) -> bool:
        """Put a message that failed on its retry or dead-letter topic; False where it is to be tried again here."""
        retry = self._consumer.retry
        metrics.FAILED.labels(self._consumer.event.topic).inc()
        last = arrival.message.attempt >= retry.attempts
        # A failure that is tried again is often none: only the last one is for a person.
        told = log.error if last else log.warning
        told("handler failed", exc_info=error, error=describe(error), **self._named(arrival))
        if last:
            await self._bury(arrival, error)
            return True
        if self._consumer.retry_topic is not None and retry.mode == "topics":
            await self._letters.retry(self._consumer.retry_topic, arrival, error, wait)
            self._count(arrival, "retried")
            return True
        return False

    @contextlib.asynccontextmanager
    async def _counted(self, item: Item[Event], draining: Draining, watch: Watch) -> AsyncIterator[Item[Event]]:
        """While an attempt runs that is written down where it must be; gives the message with its true attempt."""
        group, message = self._consumer.group, item.arrival.message
        before = 0
        if self._suspicious:
            found = await self._sure(partial(self._starts.look, group, message.id), draining, watch)
            before = found or 0
        async with contextlib.AsyncExitStack() as stack:
            if before:
                with watch.resting():
                    await stack.enter_async_context(self._starts.alone(draining))
            if self._writes(message.attempt) and message.id not in self._begun:
                # First, so that a start whose answer does not come is taken back: better one too few than too many.
                self._begun.add(message.id)
                begin = partial(self._starts.begin, group, message.id, message.attempt)
                number = await self._sure(begin, draining, watch)
                item = Item(item.arrival.numbered(number), item.event)
            yield item

    def _writes(self, attempt: int) -> bool:
        return self._suspicious or (self.remembers and attempt > 1)

    async def _sure(self, work: Callable[[], Awaitable[T]], draining: Draining, watch: Watch) -> T:
        """What the database answers, waited for until it does. Raises DrainedError where draining begins first."""
        failures = 0
        while True:
            try:
                return await work()
            except (SQLAlchemyError, OSError) as error:
                failures += 1
                log.warning("starts cannot be counted", group=self._consumer.group, error=describe(error))
                with watch.resting():
                    await draining.sleep(self._timing.backoff(failures))

    async def _failure(self, items: Sequence[Item[Event]], draining: Draining, watch: Watch) -> Exception | None:
        error = await failure_of(self._attempt(items, draining, watch))
        if isinstance(error, DrainedError):
            raise error
        return error

    async def _attempt(self, items: Sequence[Item[Event]], draining: Draining, watch: Watch) -> None:
        with watch.resting():
            await draining.first(self._slots.acquire())
        try:
            draining.check()
            with watch.waiting(), metrics.SECONDS.labels(self._consumer.event.topic).time():
                fresh = await self._handle(items)
        finally:
            self._slots.release()
        self._suspicious = self._suspicious and not fresh
        for item in items:
            self._count(item.arrival, "handled" if item.arrival.message.id in fresh else "repeated")

    async def _handle(self, items: Sequence[Item[Event]]) -> frozenset[str]:
        """One transaction: inbox rows, the handler's effect, its outbox rows. Gives the ids that were new."""
        # A batch may hold a message twice; the first copy counts.
        by_id = {item.arrival.message.id: item for item in reversed(items)}
        group, first = self._consumer.group, items[0].arrival
        with spans.processing([item.arrival for item in items], group) as handled:
            batch = [(item.event, item.arrival.message) for item in items]
            async with self._runtime.transaction(
                self._principal, message=first.message, group=group, batch=batch
            ) as ctx:
                fresh = await inbox.remember(ctx.session, group, by_id) if self.remembers else frozenset(by_id)
                firsts = [item for item in items if by_id[item.arrival.message.id] is item]
                events = [item.event for item in firsts if item.arrival.message.id in fresh]
                if events and self._consumer.batch > 1:
                    await self._consumer.handler(events, ctx)
                elif events:
                    await self._consumer.handler(events[0], ctx)
                if begun := self._begun & by_id.keys():
                    await self._starts.forget_with(ctx.session, group, begun)
            handled(fresh)
        return fresh

    async def _away(self) -> bool:
        """Whether the database cannot be reached, so that no handler could succeed."""
        if not self.remembers:
            return False
        return await failure_of(self._ping()) is not None

    async def _ping(self) -> None:
        async with asyncio.timeout(_PING_SECONDS), self._runtime.transaction(self._principal) as ctx:
            await ctx.session.execute(text("SELECT 1"))

    async def _bury(self, arrival: Arrival, error: Exception) -> None:
        log.error("dead letter", error=describe(error), **self._named(arrival))
        with spans.buried(arrival, self._consumer.group, error):
            await self._letters.dead(self._consumer.dead_topic, arrival, error)
        if self.remembers:
            # Where this fails, the row is pruned one day, and harms nobody until then.
            await failure_of(self._starts.forget(self._consumer.group, arrival.message.id))
        self._count(arrival, "dead")

    def _count(self, arrival: Arrival, outcome: str) -> None:
        message = arrival.message
        metrics.HANDLED.labels(self._consumer.event.topic, str(message.partition), outcome).inc()

    def _named(self, arrival: Arrival) -> dict[str, object]:
        message = arrival.message
        return {
            "topic": message.topic,
            "partition": message.partition,
            "offset": message.offset,
            "message_id": message.id,
            "attempt": message.attempt,
            "group": self._consumer.group,
            **({"trace.id": trace} if (trace := trace_of(arrival.traceparent)) else {}),
        }
