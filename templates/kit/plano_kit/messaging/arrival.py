"""A record as it arrived: who it is, how often it was tried, and what it says once decoded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, Self, TypeVar

from aiokafka import ConsumerRecord

from plano_kit.messaging import headers
from plano_kit.messaging.event import Event, Retracted, UndecodableError
from plano_kit.messaging.message import Message, message_id

E = TypeVar("E", bound=Event)

Record = ConsumerRecord[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record and its message. `due` is the Unix time in seconds before which a retry must not be made."""

    record: Record
    message: Message
    due: float
    traceparent: str | None

    @classmethod
    def of(cls, record: Record, *, retried: bool) -> Self:
        """Read the headers. Only on the retry topic, `retried`, do they tell where the message came from."""
        topic, partition, offset, failed, due = record.topic, record.partition, record.offset, 0, 0
        if retried:
            topic = headers.text(record.headers, headers.ORIGIN_TOPIC) or topic
            partition = headers.number(record.headers, headers.ORIGIN_PARTITION, partition)
            offset = headers.number(record.headers, headers.ORIGIN_OFFSET, offset)
            failed = headers.number(record.headers, headers.ATTEMPTS, failed)
            due = headers.number(record.headers, headers.DUE, due)
        message = Message(
            topic=topic,
            partition=partition,
            offset=offset,
            id=message_id(topic, partition, offset, headers.text(record.headers, headers.ID)),
            key=None if record.key is None else record.key.decode(errors="replace"),
            attempt=failed + 1,
        )
        return cls(record, message, due / 1000, headers.text(record.headers, headers.TRACEPARENT))

    def numbered(self, attempt: int) -> Arrival:
        """The same, as that attempt."""
        return replace(self, message=replace(self.message, attempt=attempt))


@dataclass(frozen=True, slots=True)
class Item(Generic[E]):
    """An arrival and what it says."""

    arrival: Arrival
    event: E | Retracted[E]


def decode(arrival: Arrival, event: type[E]) -> Item[E]:
    """Read a record as its topic's event or tombstone; raises UndecodableError."""
    wire = headers.text(arrival.record.headers, "plano_wire")
    if wire not in (None, headers.WIRE):
        raise UndecodableError(f"{event.topic}: wire version {wire!r} is not one that this version reads")
    value = arrival.record.value
    if value is not None:
        return Item(arrival, event.decode(value))
    if not event.compact:
        raise UndecodableError(f"{event.topic}: a record without a value, on a topic that is not compacted")
    if arrival.message.key is None:
        raise UndecodableError(f"{event.topic}: a record with neither key nor value")
    return Item(arrival, Retracted(event, arrival.message.key))
