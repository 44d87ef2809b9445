"""Each topic of the contracts is a topic of the broker, under its own name and with its own settings."""

from __future__ import annotations

import json
import re

from plano.emitters.contracts import EMITTER as CONTRACTS
from plano.emitters.render import render
from tests.delivery.kafka.platforms import DEPOTS, at, objects, platform_of, reference, rows, table

RFC1123_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def test_the_broker_holds_exactly_the_topics_of_the_contracts_with_their_settings() -> None:
    for platform in (reference(), platform_of(DEPOTS)):
        path = "generated/contracts/topics.json"
        contracts = json.loads(next(render(spec) for spec in CONTRACTS.files(platform) if spec.path == path))
        wanted = {
            each["name"]: (
                each["partitions"],
                each["replicas"],
                {name: str(value) for name, value in table(each["config"]).items()},
            )
            for each in rows(contracts, "topics")
        }
        for environment in platform.environments:
            found = {
                at(each, "spec", "topicName"): (
                    at(each, "spec", "partitions"),
                    at(each, "spec", "replicas"),
                    {name: str(value) for name, value in table(at(each, "spec", "config")).items()},
                )
                for (kind, _), each in objects(platform, environment.name).items()
                if kind == "KafkaTopic"
            }
            assert found == wanted


def test_retry_and_dead_letter_topics_stand_beside_the_topic_they_come_from() -> None:
    found = {name for kind, name in objects(platform_of(DEPOTS), "live") if kind == "KafkaTopic"}
    assert {"parcels.lost", "parcels.lost.depot.retry", "parcels.lost.depot.dead"} <= found
    assert "parcels.received.board.dead" in found
    assert "parcels.received.board.retry" not in found, "retries that block need no topic"


def test_every_topics_object_has_a_name_that_kubernetes_takes() -> None:
    for platform in (reference(), platform_of(DEPOTS)):
        names = [name for kind, name in objects(platform, platform.environments[0].name) if kind == "KafkaTopic"]
        assert names
        assert all(RFC1123_SUBDOMAIN.fullmatch(name) and len(name) <= 253 for name in names)


def test_how_long_a_topic_is_kept_and_whether_it_is_compacted_arrives() -> None:
    found = objects(platform_of(DEPOTS), "live")
    assert at(found["KafkaTopic", "depots.counted-daily"], "spec", "config", "retention.ms") == 36 * 3_600_000
    assert at(found["KafkaTopic", "parcels.lost"], "spec", "config", "cleanup.policy") == "compact"
    assert at(found["KafkaTopic", "parcels.received"], "spec", "partitions") == 4
