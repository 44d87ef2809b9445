"""The spans of messages: each in its own trace, with what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.structs import RecordMetadata
from opentelemetry.sdk.trace import ReadableSpan

from plano_kit.messaging import spans
from plano_kit.messaging.arrival import Arrival
from plano_kit.observability.recording import Recorder
from plano_kit.observability.tracing import record_with, trace_id
from tests.tracing.test_delivery import Collector

FIRST = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
SECOND = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
GROUP = "harbour"

made: Callable[..., ConsumerRecord[bytes, bytes]] = ConsumerRecord


def arrival(traceparent: str, id: str, offset: int) -> Arrival:
    headers = (("ce_id", id.encode()), ("traceparent", traceparent.encode()))
    return Arrival.of(made("boats.moored", 2, offset, 0, 0, b"walnut", b"{}", 0, 6, 2, headers), retried=False)


@contextmanager
def collected() -> Iterator[dict[str, ReadableSpan]]:
    """What was recorded within, by `name` and the first digits of the trace; filled when the block ends."""
    collector, found = Collector(there=True), dict[str, ReadableSpan]()
    recorder = Recorder({"service.name": "harbour"}, collector)
    record_with(recorder)
    try:
        yield found
    finally:
        record_with(None)
        recorder.close(5)
    for span in collector.spans:
        assert span.context is not None
        found[f"{span.name} {span.context.trace_id:032x}"[: len(span.name) + 5]] = span


def told(span: ReadableSpan) -> dict[str, object]:
    assert span.attributes is not None
    return dict(span.attributes)


def test_each_message_of_a_batch_has_a_span_in_its_own_trace() -> None:
    with collected() as found, spans.processing([arrival(FIRST, "a", 7), arrival(SECOND, "b", 8)], GROUP) as handled:
        assert trace_id() == FIRST[3:35]
        handled(frozenset({"a"}))
    first, second = found["process boats.moored 4bf9"], found["process boats.moored 0af7"]
    assert [f"{link.context.span_id:016x}" for link in first.links] == [f"{spanned(second)[1]:016x}"]
    assert told(first)["plano.message.outcome"] == "handled"
    assert told(second)["plano.message.outcome"] == "repeated"
    assert told(first)["messaging.batch.message_count"] == 2
    assert (told(first)["messaging.kafka.offset"], told(second)["messaging.kafka.offset"]) == (7, 8)
    assert "walnut" not in first.to_json() + second.to_json()


def spanned(span: ReadableSpan) -> tuple[int, int]:
    assert span.context is not None
    return span.context.trace_id, span.context.span_id


def test_a_handler_that_fails_leaves_its_errors_type_and_not_its_text() -> None:
    with collected() as found, pytest.raises(LookupError), spans.processing([arrival(FIRST, "a", 7)], GROUP):
        raise LookupError("walnut")
    (span,) = found.values()
    assert told(span)["plano.message.outcome"] == "failed"
    assert told(span)["error.type"] == "LookupError"
    assert "walnut" not in span.to_json()


def test_a_message_that_is_given_up_has_a_span_of_its_own() -> None:
    with collected() as found, spans.buried(arrival(FIRST, "a", 7).numbered(5), GROUP, ValueError("walnut")):
        pass
    span = found["settle boats.moored 4bf9"]
    assert (told(span)["plano.message.outcome"], told(span)["plano.message.attempt"]) == ("dead", 5)


async def test_a_relays_span_ends_with_the_brokers_answer() -> None:
    with collected() as found:
        taken: asyncio.Future[RecordMetadata] = asyncio.get_running_loop().create_future()
        spans.acknowledged(spans.sending("boats.moored", [("traceparent", FIRST.encode())]), taken)
        place = TopicPartition("boats.moored", 2)
        taken.set_result(RecordMetadata("boats.moored", 2, place, 9, 0, 0, 0))
        lost: asyncio.Future[RecordMetadata] = asyncio.get_running_loop().create_future()
        spans.acknowledged(spans.sending("boats.moored", [("traceparent", SECOND.encode())]), lost)
        lost.set_exception(ConnectionError("walnut"))
        await asyncio.sleep(0)
    sent, failed = found["send boats.moored 4bf9"], found["send boats.moored 0af7"]
    assert (told(sent)["messaging.destination.partition.id"], told(sent)["messaging.kafka.offset"]) == ("2", 9)
    assert told(failed)["error.type"] == "ConnectionError"


def test_nothing_is_made_where_nothing_is_recorded() -> None:
    assert spans.sending("boats.moored", [("traceparent", FIRST.encode())]) is None
    with spans.processing([arrival(FIRST, "a", 7)], GROUP):
        assert trace_id() == FIRST[3:35]
