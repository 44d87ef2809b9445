"""Names beside Kafka: what Strimzi makes in an environment's namespace, and no service may become."""

from __future__ import annotations

import pytest
import yaml

from plano.emitters.chart.variables import migrating, running
from plano.emitters.kafka import cluster
from plano.pipeline import check_text
from plano.platform import kafkanames
from tests.test_cases import CASES, REFERENCE

CLASHING = (CASES / "derived-name-clash-with-kafka" / "blueprint.yaml").read_text("utf-8")


def refused(blueprint: str) -> set[str]:
    """The subjects of all findings on names that clash."""
    return {each.subject for each in check_text(blueprint).diagnostics if each.code == "derived-name-clash"}


def test_a_service_does_not_take_the_name_of_anything_that_strimzi_makes() -> None:
    names = ("broker-0", "clients-ca", "entity-operator", "kafka-bootstrap", "user-parcels")
    assert refused(CLASHING) == {f"service kafka-{name}" for name in names}


@pytest.mark.parametrize(
    ("system", "elsewhere"),
    [
        ("kafka: {brokers: 1}", "kafka: {bootstrap: ['broker.example:9092']}"),
        (
            "environments: {production: {}}",
            "environments: {production: {systems: {kafka: {bootstrap: ['broker.example:9092']}}}}",
        ),
    ],
)
def test_where_kafka_runs_elsewhere_these_names_are_free(system: str, elsewhere: str) -> None:
    moved = CLASHING.replace(system, elsewhere)
    assert moved != CLASHING
    assert check_text(moved).platform is not None
    assert refused(moved) == set()


def test_the_names_are_those_of_the_cluster_that_is_emitted() -> None:
    assert kafkanames.CLUSTER == cluster.CLUSTER
    assert kafkanames.USER == cluster.SECRET_PREFIX


@pytest.mark.parametrize("text", [REFERENCE.read_text("utf-8"), CLASHING.replace("  kafka-", "  desk-")])
def test_a_service_has_a_secret_of_its_name_where_its_processes_read_one(text: str) -> None:
    platform = check_text(text).platform
    assert platform is not None
    for service in platform.services:
        if service.kind in ("fastapi", "container"):
            assert (kafkanames.secret_of(service) is not None) == bool(running(service) + migrating(service))


def test_no_policy_of_ours_beside_kafka_is_missing_from_the_names() -> None:
    written = yaml.safe_load((REFERENCE.parent / "generated/kubernetes/production/kafka/network.yaml").read_text())
    platform = check_text(REFERENCE.read_text("utf-8")).platform
    assert platform is not None
    known = {(each.kind, each.name) for each in kafkanames.kafka_names(platform)}
    assert (written["kind"], written["metadata"]["name"]) in known
