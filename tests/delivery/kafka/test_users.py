"""Each service that publishes or consumes is a user of the broker, and may do what it declares: no more, no less."""

from __future__ import annotations

from plano.platform.model import Platform
from tests.delivery.kafka.platforms import DEPOTS, at, objects, platform_of, reference, rows


def allowed(platform: Platform, environment: str, user: str) -> dict[tuple[object, object], object]:
    """Kind and name of each resource → what the user may do there."""
    found = objects(platform, environment)["KafkaUser", user]
    rules = rows(found, "spec", "authorization", "acls")
    named = {(at(each, "resource", "type"), at(each, "resource", "name")): each["operations"] for each in rules}
    assert len(named) == len(rules)
    assert {at(each, "resource", "patternType") for each in rules} == {"literal"}
    return named


def test_a_service_that_publishes_consumes_and_retries_may_do_just_that() -> None:
    assert allowed(platform_of(DEPOTS), "live", "depot") == {
        ("topic", "parcels.received"): ["Describe", "Write"],
        ("topic", "depots.counted-daily"): ["Describe", "Write"],
        ("topic", "parcels.lost"): ["Describe", "Read"],
        ("topic", "parcels.lost.depot.retry"): ["Describe", "Read", "Write"],
        ("topic", "parcels.lost.depot.dead"): ["Describe", "Write"],
        ("group", "depot.parcels.lost"): ["Describe", "Read"],
        ("group", "depot.parcels.lost.retry"): ["Describe", "Read"],
    }


def test_a_container_of_any_language_has_a_user_too_with_its_own_group() -> None:
    found = allowed(platform_of(DEPOTS), "trial", "tracer")
    assert found["group", "tracing"] == ["Describe", "Read"]
    assert ("group", "tracer.parcels.received") not in found
    assert found["topic", "parcels.lost"] == ["Describe", "Write"]


def test_what_a_service_both_publishes_and_consumes_it_may_read_and_write() -> None:
    text = DEPOTS.replace(
        "consumes: {parcels.lost: {handler", "consumes: {parcels.received: {handler: echo}, parcels.lost: {handler"
    )
    assert allowed(platform_of(text), "live", "depot")["topic", "parcels.received"] == ["Describe", "Read", "Write"]


def test_a_service_without_messages_is_no_user() -> None:
    users = {name for kind, name in objects(platform_of(DEPOTS), "live") if kind == "KafkaUser"}
    assert users == {"depot", "tracer", "board"}
    users = {name for kind, name in objects(reference(), "production") if kind == "KafkaUser"}
    assert users == {"orders", "payments", "notifications"}


def test_nobody_has_a_right_on_the_cluster_or_on_more_than_one_name_at_once() -> None:
    for name in ("orders", "payments", "notifications"):
        for kind, resource in allowed(reference(), "production", name):
            assert kind in ("topic", "group")
            assert resource != "*"
