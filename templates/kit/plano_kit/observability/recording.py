"""Spans recorded with OpenTelemetry's SDK. Imported only where the environment asks for it: see `exporting`."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence

import structlog
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from plano_kit.observability.tracing import TRACEPARENT, Attributes, Kind

_KINDS: dict[Kind, trace.SpanKind] = {
    "server": trace.SpanKind.SERVER,
    "client": trace.SpanKind.CLIENT,
    "producer": trace.SpanKind.PRODUCER,
    "consumer": trace.SpanKind.CONSUMER,
    "internal": trace.SpanKind.INTERNAL,
}
_TELL_SECONDS = 60.0

log = structlog.stdlib.get_logger("plano.tracing")


class RecordedSpan:
    """A span of the SDK in the kit's words."""

    __slots__ = ("_span", "traceparent")

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        its = span.get_span_context()
        self.traceparent = f"00-{its.trace_id:032x}-{its.span_id:016x}-{its.trace_flags:02x}"

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def add(self, attributes: Attributes) -> None:
        self._span.set_attributes(attributes)

    def fail(self, error_type: str) -> None:
        # The type alone: an error's text may hold what a person wrote.
        self._span.set_attribute("error.type", error_type)
        self._span.set_status(trace.StatusCode.ERROR)

    def end(self) -> None:
        self._span.end()


class Recorder:
    """Records spans and gives them to `exporter` in the background, from a queue that drops what is over its bound.

    The SDK reads `OTEL_TRACES_SAMPLER`, `OTEL_BSP_…` and `OTEL_RESOURCE_ATTRIBUTES` by itself.
    """

    def __init__(self, resource: Attributes, exporter: SpanExporter) -> None:
        self._provider = TracerProvider(resource=Resource.create(dict(resource)), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(Delivery(exporter)))
        self._tracer = self._provider.get_tracer("plano_kit")

    def start(
        self, name: str, kind: Kind, parent: str | None, attributes: Attributes, links: Sequence[str] = ()
    ) -> RecordedSpan:
        """Begin a span. Below `parent` and with its sampling, or the first of a new trace."""
        above = context_of(parent)
        known = [found for link in links if (found := context_of(link)) is not None]
        return RecordedSpan(
            self._tracer.start_span(
                name,
                trace.set_span_in_context(trace.NonRecordingSpan(above or trace.INVALID_SPAN_CONTEXT)),
                _KINDS[kind],
                attributes,
                [trace.Link(each) for each in known],
            )
        )

    def close(self, seconds: float) -> None:
        """Give what is in the queue to the exporter, for that long at most; what is left then is lost."""
        # In a thread that the process does not wait for: the SDK's own limit is 30 seconds.
        closing = threading.Thread(target=self._provider.shutdown, name="plano-tracing-close", daemon=True)
        closing.start()
        closing.join(seconds)
        if closing.is_alive():
            log.warning("the last spans were not delivered in time", seconds=round(seconds, 1))


class Delivery(SpanExporter):
    """An exporter whose failures are one line a minute, with how many spans were lost; it has no other effect."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._lost = 0
        self._tell_at = 0.0
        for name, level in (("opentelemetry", "WARNING"), ("opentelemetry.exporter", "CRITICAL")):
            logging.getLogger(name).setLevel(level)

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = SpanExportResult.FAILURE
        try:
            result = self._exporter.export(spans)
        finally:
            if result is not SpanExportResult.SUCCESS:
                self._lose(len(spans))
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)

    def _lose(self, spans: int) -> None:
        self._lost += spans
        if time.monotonic() >= self._tell_at:
            log.warning("the collector takes no spans", lost=self._lost)
            self._lost, self._tell_at = 0, time.monotonic() + _TELL_SECONDS


def context_of(traceparent: str | None) -> trace.SpanContext | None:
    """A `traceparent` as the SDK has it; None where it is none or malformed."""
    found = TRACEPARENT.fullmatch(traceparent or "")
    if found is None:
        return None
    return trace.SpanContext(int(found[1], 16), int(found[2], 16), True, trace.TraceFlags(int(found[3], 16)))
