"""One order is one trace: from the browser's call over outbox, relay and broker to the handlers of other services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from tests.e2e.shop import Person, eventually
from tests.e2e.stand import copy_repository
from tests.tracing.traced import Recorded, Traced, json_lines, running, spans_of

pytestmark = pytest.mark.real

PARENT = "00f067aa0ba902b7"
SECRETS = ("correct horse", "Bearer", "ring twice", "tea-green", "@example.org")
"""What people said, and what lets them in: no span may tell it."""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    root = copy_repository(tmp_path_factory.mktemp("traced"))
    with running(root, {"OTEL_TRACES_EXPORTER": "console"}) as platform:
        yield platform


@pytest.fixture(scope="module")
def order(platform: Traced) -> list[Recorded]:
    """The spans of one order, placed under a trace that the browser began, when nothing more is to come."""
    ada = Person(platform.gateway, str)
    trace = uuid4().hex
    ada.http.headers["traceparent"] = f"00-{trace}-{PARENT}-01"
    id = str(ada.place(2)["id"])
    del ada.http.headers["traceparent"]
    ada.wait_for(id, "paid")

    def all_there() -> list[Recorded] | None:
        spans = platform.trace(trace)
        handled = [span for span in spans if span.outcome == "handled"]
        return spans if len(handled) == 4 and len(named(spans, "send mail")) == 2 else None

    return eventually("all spans of the order", all_there)


def test_a_request_is_a_span_below_the_browsers(order: list[Recorded]) -> None:
    placed = one(order, "POST /orders", "orders")
    assert (placed.kind, placed.parent) == ("server", PARENT)
    assert placed.attributes["http.request.method"] == "POST"
    assert placed.attributes["http.route"] == "/orders"
    assert placed.attributes["http.response.status_code"] == 201


def test_a_call_to_another_service_is_a_span_on_both_sides(order: list[Recorded]) -> None:
    asked, answered = one(order, "POST /prices", "orders"), one(order, "POST /prices", "catalog")
    assert (asked.kind, answered.kind) == ("client", "server")
    assert answered.parent == asked.id
    assert asked.parent == one(order, "POST /orders", "orders").id
    assert asked.attributes["url.template"] == "/prices"
    assert asked.attributes["server.address"] == "127.0.0.1"


def test_an_event_is_created_in_the_request_and_sent_by_the_relay(order: list[Recorded]) -> None:
    created, sent = one(order, "create orders.placed", "orders"), one(order, "send orders.placed", "orders")
    assert (created.kind, created.parent) == ("producer", one(order, "POST /orders", "orders").id)
    assert (sent.parent, sent.links) == (created.id, (created.id,))
    assert isinstance(sent.attributes["messaging.kafka.offset"], int)


def test_each_handler_is_a_span_below_the_events_creation(order: list[Recorded]) -> None:
    created = one(order, "create orders.placed", "orders")
    for service in ("payments", "notifications"):
        processed = one(order, "process orders.placed", service)
        assert (processed.kind, processed.parent, processed.outcome) == ("consumer", created.id, "handled")
        assert processed.attributes["messaging.destination.name"] == "orders.placed"
        assert processed.attributes["messaging.destination.partition.id"] in set("012345")
        assert processed.attributes["plano.message.attempt"] == 1


def test_what_a_handler_publishes_goes_on_in_the_same_trace(order: list[Recorded]) -> None:
    settled = one(order, "create payments.settled", "payments")
    assert settled.parent == one(order, "process orders.placed", "payments").id
    assert one(order, "process payments.settled", "orders").parent == settled.id


def test_a_mail_is_a_span_of_its_handler(order: list[Recorded]) -> None:
    parents = {span.parent for span in named(order, "send mail")}
    handlers = [span for span in order if span.service == "notifications" and span.kind == "consumer"]
    assert parents == {span.id for span in handlers}


def test_every_parent_is_a_span_of_the_same_trace(order: list[Recorded]) -> None:
    known = {PARENT} | {span.id for span in order}
    assert [span.name for span in order if span.parent not in known] == []


def test_the_logs_tell_the_same_trace(platform: Traced, order: list[Recorded]) -> None:
    said = {str(line["service.name"]) for line in platform.lines(order[0].trace)}
    assert {"orders", "catalog", "users"} <= said


def test_the_resource_says_whose_span_it_is(order: list[Recorded]) -> None:
    resource = one(order, "POST /orders", "orders").resource
    told = {name: resource[name] for name in ("service.name", "service.namespace", "deployment.environment.name")}
    assert told == {"service.name": "orders", "service.namespace": "tienda", "deployment.environment.name": "local"}


def test_no_span_tells_what_a_person_said(platform: Traced, order: list[Recorded]) -> None:
    told = repr(platform.spans())
    assert order
    assert [word for word in SECRETS if word in told] == []


def test_a_route_is_told_and_not_the_path_nor_the_query(platform: Traced) -> None:
    ada, trace = Person(platform.gateway, str), uuid4().hex
    ada.http.get(f"/orders/{uuid4()}?secret=walnut", headers={"traceparent": f"00-{trace}-{PARENT}-01"})
    found = eventually("its span", lambda: named(platform.trace(trace), "GET /orders/{order_id}"))
    assert found[0].attributes["http.response.status_code"] == 404
    assert "walnut" not in repr(platform.spans())


def test_a_run_of_a_schedule_is_a_trace_of_its_own(platform: Traced) -> None:
    done = platform.job("payments", "reconcile")
    (span,) = [span for span in spans_of(done) if span.name == "job reconcile"]
    assert (span.kind, span.parent, span.service) == ("internal", "", "payments")
    (said,) = [line for line in json_lines(done) if line.get("message") == "reconciled"]
    assert said["trace.id"] == span.trace


def test_without_the_record_header_the_trace_ends_at_the_outbox(tmp_path: Path) -> None:
    """The saboteur: what the tests above see hangs on this header alone."""
    root = copy_repository(tmp_path)
    file = root / "generated/kit/plano_kit/messaging/headers.py"
    file.write_text(file.read_text().replace("headers[TRACEPARENT] = traceparent", "pass"))
    with running(root, {"OTEL_TRACES_EXPORTER": "console"}) as platform:
        ada, trace = Person(platform.gateway, str), uuid4().hex
        ada.http.headers["traceparent"] = f"00-{trace}-{PARENT}-01"
        id = str(ada.place()["id"])
        del ada.http.headers["traceparent"]
        ada.wait_for(id, "paid")
        eventually("the handlers' spans", lambda: named(platform.spans(), "process payments.settled"))
        kinds = {span.kind for span in platform.trace(trace)}
    assert kinds == {"server", "client", "producer"}


def named(spans: Sequence[Recorded], name: str) -> list[Recorded]:
    return [span for span in spans if span.name == name]


def one(spans: Sequence[Recorded], name: str, service: str) -> Recorded:
    (found,) = [span for span in named(spans, name) if span.service == service]
    return found
