"""What an environment says differently of its Kafka, and where there is none of ours to run."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from plano.emitters.contracts import EMITTER as CONTRACTS
from plano.platform.model import Environment, Platform, System
from tests.delivery.kafka.platforms import DEPOTS, at, changed, files, objects, platform_of, without


@dataclass(frozen=True)
class Told(Environment):
    """An environment with options of its own for some systems."""

    systems: tuple[System, ...] = ()


def told(platform: Platform, name: str, **options: str) -> Platform:
    """The platform, whose environment of that name says this of its Kafka; values are JSON."""
    own = (System("kafka", tuple(sorted(options.items()))),)
    return replace(
        platform,
        environments=tuple(
            Told(each.name, each.namespace, each.domain, each.public, each.deployments, own)
            if each.name == name
            else each
            for each in platform.environments
        ),
    )


def test_a_small_environment_has_fewer_brokers_and_its_topics_as_many_copies() -> None:
    platform = told(platform_of(DEPOTS), "trial", brokers="1", storage='"1Gi"')
    small, large = objects(platform, "trial"), objects(platform, "live")
    assert at(small["KafkaNodePool", "broker"], "spec", "replicas") == 1
    assert at(small["KafkaNodePool", "broker"], "spec", "storage", "volumes", 0, "size") == "1Gi"
    assert at(small["KafkaTopic", "parcels.lost"], "spec", "replicas") == 1
    assert at(small["KafkaTopic", "parcels.lost"], "spec", "config", "min.insync.replicas") == 1
    assert at(small["Kafka", "kafka"], "spec", "kafka", "version") == "4.2.0", "what it does not say stays"
    assert at(large["KafkaNodePool", "broker"], "spec", "replicas") == 2
    assert at(large["KafkaTopic", "parcels.lost"], "spec", "replicas") == 2


def test_an_environment_whose_kafka_already_runs_gets_none() -> None:
    platform = told(platform_of(DEPOTS), "live", bootstrap='["kafka.parcels.example:9092"]')
    assert {path.split("/")[2] for path in files(platform)} == {"trial"}


def test_where_every_kafka_already_runs_the_contracts_say_what_it_must_hold() -> None:
    text = changed(DEPOTS, "kafka: {brokers: 2, storage: 5Gi,", 'kafka: {bootstrap: ["kafka.parcels.example:9092"],')
    text = without(text, ["live: {}"])
    platform = platform_of(text)
    assert files(platform) == {}
    assert "generated/contracts/topics.json" in {spec.path for spec in CONTRACTS.files(platform)}


@pytest.mark.parametrize("absent", ["kafka", "kubernetes"])
def test_without_kafka_or_kubernetes_there_is_nothing(absent: str) -> None:
    platform = platform_of(DEPOTS)
    assert files(replace(platform, systems=tuple(each for each in platform.systems if each.name != absent))) == {}


def test_the_files_come_out_the_same_each_time() -> None:
    assert files(platform_of(DEPOTS)) == files(platform_of(DEPOTS))
