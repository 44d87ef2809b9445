"""The spans of an event's way: created with its row in the outbox, sent by a relay, processed by each group, settled.

Names and attributes are OpenTelemetry's for messaging. A record's key and value are never among them.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial

from aiokafka.structs import RecordMetadata

from plano_kit.messaging import headers
from plano_kit.messaging.arrival import Arrival
from plano_kit.observability.tracing import Span, begun, continued, recording, step

OUTCOME = "plano.message.outcome"
ATTEMPT = "plano.message.attempt"

Told = dict[str, str | int | bool]


def created(topic: str) -> AbstractContextManager[Span]:
    """An event is stored in the outbox within; its `traceparent` is the one that goes on the record."""
    return step(f"create {topic}", "producer", _operation("create", topic))


def sending(topic: str, written: headers.Headers) -> Span | None:
    """A relay hands a row to the broker: below the event's creation, and linked to it. None where none is recorded.

    End it with `acknowledged`, or where the broker refuses the record with `refused`.
    """
    if not recording():
        return None
    parent = headers.text(written, headers.TRACEPARENT)
    told = _operation("send", topic)
    if id := headers.text(written, headers.ID):
        told["messaging.message.id"] = id
    return begun(f"send {topic}", "client", parent, told, [parent] if parent else [])


def acknowledged(span: Span | None, future: asyncio.Future[RecordMetadata]) -> None:
    """The broker has the record when `future` says so; that ends the span."""
    if span is not None:
        future.add_done_callback(partial(_acknowledged, span))


def refused(span: Span | None, error: BaseException) -> None:
    """The record was not sent."""
    if span is not None:
        span.fail(type(error).__name__)
        span.end()


def _acknowledged(span: Span, future: asyncio.Future[RecordMetadata]) -> None:
    if future.cancelled():
        refused(span, asyncio.CancelledError())
    elif (error := future.exception()) is not None:
        refused(span, error)
    else:
        sent = future.result()
        span.add({"messaging.destination.partition.id": str(sent.partition), "messaging.kafka.offset": sent.offset})
        span.end()


@contextlib.contextmanager
def processing(arrivals: Sequence[Arrival], group: str) -> Iterator[Callable[[frozenset[str]], None]]:
    """Messages are handled within, in one transaction; gives the function that takes the ids that were new.

    Each message has a span in its own trace. What is done within belongs to the first message's, which is linked to
    the others. Whatever is raised is every span's failure.
    """
    first, *rest = arrivals
    others: list[Span] = []
    if recording():
        others = [begun(_name(each), "consumer", each.traceparent, _message(each, group)) for each in rest]
    links = [span.traceparent for span in others]
    told: Told = _message(first, group) if recording() else {}
    if rest:
        told["messaging.batch.message_count"] = len(arrivals)
    with continued(first.traceparent, _name(first), "consumer", told, links) as span:
        spans = [span, *others]

        def handled(fresh: frozenset[str]) -> None:
            for each, arrival in zip(spans, arrivals, strict=False):
                each.add({OUTCOME: "handled" if arrival.message.id in fresh else "repeated"})

        try:
            yield handled
        except BaseException as error:
            for each in spans:
                each.add({OUTCOME: "failed"})
                each.fail(type(error).__qualname__)
            raise
        finally:
            for each in others:
                each.end()


@contextlib.contextmanager
def buried(arrival: Arrival, group: str, error: Exception) -> Iterator[None]:
    """A message is put on its dead-letter topic within."""
    told = _message(arrival, group) | _operation("settle", arrival.message.topic) | {OUTCOME: "dead"}
    with continued(arrival.traceparent, f"settle {arrival.message.topic}", "client", told) as span:
        span.fail(type(error).__qualname__)
        yield


def _name(arrival: Arrival) -> str:
    return f"process {arrival.message.topic}"


def _operation(operation: str, topic: str) -> Told:
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
        "messaging.destination.name": topic,
    }


def _message(arrival: Arrival, group: str) -> Told:
    message = arrival.message
    return _operation("process", message.topic) | {
        "messaging.destination.partition.id": str(message.partition),
        "messaging.kafka.offset": message.offset,
        "messaging.message.id": message.id,
        "messaging.consumer.group.name": group,
        ATTEMPT: message.attempt,
    }
