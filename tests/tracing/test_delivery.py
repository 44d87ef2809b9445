"""Export never holds up work: spans wait in a bounded queue, and a collector that is away costs a line now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
from fastapi import FastAPI
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from structlog.testing import capture_logs

from plano_kit.http import edge
from plano_kit.observability.recording import Delivery, Recorder
from plano_kit.observability.tracing import continued, current_traceparent, record_with, step

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
UNSAMPLED = PARENT[:-1] + "0"


class Collector(SpanExporter):
    """Takes spans where it is `there`; where it is not, nothing comes back until it is closed."""

    def __init__(self, *, there: bool) -> None:
        self.spans: list[ReadableSpan] = []
        self._closed = threading.Event()
        self._there = there

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if not self._there:
            self._closed.wait(60)
            return SpanExportResult.FAILURE
        self.spans += spans
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        self._closed.set()


@contextmanager
def recording(collector: Collector) -> Iterator[Recorder]:
    recorder = Recorder({"service.name": "harbour"}, collector)
    record_with(recorder)
    try:
        yield recorder
    finally:
        record_with(None)
        collector.shutdown()


def application() -> FastAPI:
    app = FastAPI()
    edge.wrap(app)

    @app.get("/boats/{name}")
    async def boat(name: str) -> str:
        return current_traceparent() or ""

    @app.get("/storm")
    async def storm() -> str:
        raise RuntimeError("walnut")

    return app


def test_the_last_spans_are_delivered_at_the_end() -> None:
    collector = Collector(there=True)
    with recording(collector) as recorder:
        with continued(PARENT, "moor", "server"), step("ask", "client", {}):
            pass
        recorder.close(5)
    asked, moored = collector.spans
    assert (asked.name, moored.name) == ("ask", "moor")
    assert asked.parent is not None
    assert moored.context is not None
    assert moored.parent is not None
    assert asked.parent.span_id == moored.context.span_id
    assert f"{moored.parent.span_id:016x}" in PARENT


def test_what_the_caller_does_not_sample_is_not_recorded_and_not_sampled_further_on() -> None:
    collector = Collector(there=True)
    with recording(collector) as recorder:
        with continued(UNSAMPLED, "moor", "server") as span:
            assert span.traceparent.startswith(UNSAMPLED[:36])
            assert span.traceparent.endswith("-00")
        recorder.close(5)
    assert collector.spans == []


def test_a_malformed_parent_begins_a_new_trace() -> None:
    collector = Collector(there=True)
    with recording(collector) as recorder:
        with continued("00-nonsense-1-01", "moor", "server"):
            pass
        recorder.close(5)
    assert [span.parent for span in collector.spans] == [None]


async def test_requests_are_answered_while_the_collector_hangs() -> None:
    collector = Collector(there=False)
    transport = httpx.ASGITransport(application())
    with recording(collector) as recorder:
        async with httpx.AsyncClient(transport=transport, base_url="http://harbour") as http:
            slowest = 0.0
            for _ in range(3000):
                began = time.perf_counter()
                assert (await http.get("/boats/ada")).status_code == 200
                slowest = max(slowest, time.perf_counter() - began)
        began = time.monotonic()
        recorder.close(1.0)
        assert time.monotonic() - began < 2.0
    assert slowest < 1.0


async def test_an_unexpected_error_tells_the_trace_of_its_span_and_not_its_text() -> None:
    collector = Collector(there=True)
    transport = httpx.ASGITransport(application())
    with recording(collector) as recorder:
        async with httpx.AsyncClient(transport=transport, base_url="http://harbour") as http:
            answer = await http.get("/storm?name=walnut", headers={"traceparent": PARENT})
        recorder.close(5)
    (span,) = collector.spans
    assert span.context is not None
    assert span.attributes is not None
    assert answer.status_code == 500
    assert answer.json()["trace_id"] == f"{span.context.trace_id:032x}" == PARENT[3:35]
    assert answer.headers["traceparent"].split("-")[2] == f"{span.context.span_id:016x}"
    assert (span.name, span.attributes["error.type"], span.status.is_ok) == ("GET /storm", "500", False)
    assert "walnut" not in span.to_json()


def test_a_collector_that_is_away_is_one_line_and_not_one_for_each_batch() -> None:
    collector = Collector(there=False)
    collector.shutdown()
    delivery = Delivery(collector)
    with capture_logs() as said:
        for _ in range(50):
            delivery.export(())
    assert [line["event"] for line in said] == ["the collector takes no spans"]
