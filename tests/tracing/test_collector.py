"""A real exporter and a collector on loopback: what arrives is OTLP, and a collector that is dead holds up nothing."""

from __future__ import annotations

import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from plano.local.cluster import free_port
from tests.e2e.shop import Person, eventually
from tests.e2e.stand import copy_repository
from tests.tracing.traced import running

pytestmark = pytest.mark.real


class Receiver(http.server.ThreadingHTTPServer):
    """`POST /v1/traces`, decoded: service → its spans."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.received: list[tuple[str, Span]] = []

    def take(self, body: bytes) -> None:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = {each.key: each.value.string_value for each in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.received += [(told["service.name"], span) for span in scope.spans]


class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # the name is http.server's
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Receiver)
        self.server.take(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *_: object) -> None:
        """Nothing."""


@contextmanager
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def test_one_trace_arrives_from_all_services(tmp_path: Path) -> None:
    root, trace = copy_repository(tmp_path), uuid4()
    with receiver() as collector:
        address = f"http://127.0.0.1:{collector.server_address[1]}"
        with running(root, {"OTEL_EXPORTER_OTLP_ENDPOINT": address}) as platform:
            ada = Person(platform.gateway, str)
            ada.http.headers["traceparent"] = f"00-{trace.hex}-00f067aa0ba902b7-01"
            id = str(ada.place()["id"])
            del ada.http.headers["traceparent"]
            ada.wait_for(id, "paid")
            said = {line["service.name"] for line in platform.lines(trace.hex)}
        mine = [(service, span) for service, span in collector.received if span.trace_id == trace.bytes]
    services = {service for service, _ in mine}
    assert {"orders", "catalog", "payments", "notifications"} <= services
    assert said <= services
    ids = {span.span_id for _, span in mine} | {bytes.fromhex("00f067aa0ba902b7")}
    assert [span.name for _, span in mine if span.parent_span_id not in ids] == []


def test_a_dead_collector_holds_up_no_order_and_no_end(tmp_path: Path) -> None:
    root = copy_repository(tmp_path)
    with running(root, {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{free_port()}"}) as platform:
        ada = Person(platform.gateway, str)
        for _ in range(5):
            ada.wait_for(str(ada.place()["id"]), "paid", 20)
        warned = eventually("a warning", lambda: [s for s in platform.said() if "takes no spans" in str(s)], 30)
        began = time.monotonic()
    assert warned
    assert time.monotonic() - began < 30
