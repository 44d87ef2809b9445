"""Records that a consumer sends itself: to its retry topic and its dead-letter topic, acknowledged before all else."""

from __future__ import annotations

import asyncio
import time

import structlog
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from plano_kit.messaging import headers
from plano_kit.messaging.arrival import Arrival
from plano_kit.messaging.broker import Producer
from plano_kit.messaging.timing import Timing
from plano_kit.settings import Settings

_LONGEST_ERROR = 1000

log = structlog.stdlib.get_logger("plano.consumer")


class Letters:
    """One producer for a process's retries and dead letters, opened with the first and replaced when it breaks."""

    def __init__(self, service: str, settings: Settings, timing: Timing) -> None:
        self._service = service
        self._settings = settings
        self._timing = timing
        self._producer: Producer | None = None
        self._opening = asyncio.Lock()

    async def dead(self, topic: str, arrival: Arrival, error: Exception) -> None:
        """Put a message on its dead-letter topic; returns once the broker has it.

        Its own bytes and headers stay; added are where it came from, the error and how often it was tried. One that
        the headers make too large goes without its value, and says so.
        """
        try:
            await self._send(topic, arrival, arrival.record.value, self._told(arrival, error))
        except MessageSizeTooLargeError:
            told = {**self._told(arrival, error), headers.TRUNCATED: "true"}
            await self._send(topic, arrival, b"", told)

    async def retry(self, topic: str, arrival: Arrival, error: Exception, wait: float) -> None:
        """Put a message on its retry topic, due in `wait` seconds; returns once the broker has it."""
        due = {headers.DUE: str(round((time.time() + wait) * 1000))}
        await self._send(topic, arrival, arrival.record.value, self._told(arrival, error) | due)

    async def close(self) -> None:
        """Flush and close."""
        if self._producer is not None:
            await self._producer.close(self._timing.again)
            self._producer = None

    def _told(self, arrival: Arrival, error: Exception) -> dict[str, str]:
        message = arrival.message
        return {
            headers.ORIGIN_TOPIC: message.topic,
            headers.ORIGIN_PARTITION: str(message.partition),
            headers.ORIGIN_OFFSET: str(message.offset),
            headers.ERROR: describe(error),
            headers.ATTEMPTS: str(message.attempt),
        }

    async def _send(self, topic: str, arrival: Arrival, value: bytes | None, told: dict[str, str]) -> None:
        failures = 0
        while True:
            producer: Producer | None = None
            try:
                producer = await self._open()
                kept = headers.replace(arrival.record.headers, told)
                sending = await producer.send(topic, value, arrival.record.key, headers=kept)
                await asyncio.shield(sending)
                return
            except MessageSizeTooLargeError:
                await self._replace(producer)
                raise
            except (KafkaError, OSError) as error:
                failures += 1
                log.warning("cannot send", topic=topic, error=describe(error))
                await self._replace(producer)
                await asyncio.sleep(self._timing.backoff(failures))

    async def _open(self) -> Producer:
        async with self._opening:
            if self._producer is None:
                producer = Producer.of(self._settings, self._timing, f"{self._service}.consumer")
                try:
                    await producer.start()
                except BaseException:
                    await producer.close(self._timing.again)
                    raise
                self._producer = producer
            return self._producer

    async def _replace(self, broken: Producer | None) -> None:
        async with self._opening:
            if broken is not None and self._producer is broken:
                self._producer = None
                await broken.close(self._timing.again)


def describe(error: Exception) -> str:
    """An error in a header or a log: its type and text, shortened, without the values that it was given."""
    if isinstance(error, ValidationError):
        reasons = error.errors(include_url=False, include_context=False, include_input=False)
        told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in reasons[:5])
    elif isinstance(error, DBAPIError):
        # Not str(error), which holds the statement's parameters; nor the detail, which holds the row's.
        told = str(error.orig).splitlines()[0] if str(error.orig) else ""
    else:
        told = str(error)
    return f"{type(error).__name__}: {told}"[:_LONGEST_ERROR]
