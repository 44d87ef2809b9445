"""The cluster of each environment: its size, its safety, what may reach it, and what outlives a deleted line."""

from __future__ import annotations

import pytest

from plano.emitters.kafka import EMITTER
from plano.emitters.render import render
from tests.delivery.kafka.platforms import (
    DEPOTS,
    Tree,
    at,
    changed,
    files,
    objects,
    platform_of,
    reference,
    renamed,
    rows,
    table,
    without,
)


def pool(platform_text: str, name: str) -> Tree:
    return objects(platform_of(platform_text), "live")["KafkaNodePool", name]


def test_each_environment_has_a_cluster_of_its_own_in_its_own_namespace() -> None:
    platform = reference()
    for environment in platform.environments:
        found = objects(platform, environment.name)
        assert {at(each, "metadata", "namespace") for each in found.values()} == {environment.namespace}
        assert ("Kafka", "kafka") in found


def test_brokers_and_controllers_are_apart_and_three_controllers_decide() -> None:
    for name, replicas in (("broker", 2), ("controller", 3)):
        found = pool(DEPOTS, name)
        assert at(found, "spec", "roles") == [name]
        assert at(found, "spec", "replicas") == replicas
        assert at(found, "metadata", "labels", "strimzi.io/cluster") == "kafka"


def test_a_single_broker_has_a_single_controller_and_waits_for_no_other_copy() -> None:
    one = changed(DEPOTS, "brokers: 2", "brokers: 1")
    assert at(pool(one, "controller"), "spec", "replicas") == 1
    found = objects(platform_of(one), "live")
    config = at(found["Kafka", "kafka"], "spec", "kafka", "config")
    assert at(config, "min.insync.replicas") == at(config, "default.replication.factor") == 1
    assert at(found["KafkaTopic", "parcels.received"], "spec", "replicas") == 1
    assert at(found["KafkaTopic", "parcels.received"], "spec", "config", "min.insync.replicas") == 1


def test_with_three_brokers_a_record_is_acknowledged_once_two_have_it_and_no_topic_appears_by_itself() -> None:
    config = at(objects(reference(), "production")["Kafka", "kafka"], "spec", "kafka", "config")
    assert at(config, "min.insync.replicas") == at(config, "transaction.state.log.min.isr") == 2
    assert at(config, "offsets.topic.replication.factor") == 3
    assert at(config, "auto.create.topics.enable") is False


def test_volumes_are_as_large_as_written_have_one_copy_and_are_never_deleted() -> None:
    (volume,) = rows(objects(reference(), "production")["KafkaNodePool", "broker"], "spec", "storage", "volumes")
    assert volume["size"] == "50Gi"
    assert volume["class"] == "longhorn-local"
    assert volume["deleteClaim"] is False
    (volume,) = rows(pool(DEPOTS, "broker"), "spec", "storage", "volumes")
    assert "class" not in volume, "without Longhorn the cluster's default class serves"


def test_a_line_that_is_deleted_destroys_no_data_until_a_person_confirms_it() -> None:
    for (kind, _), each in objects(reference(), "production").items():
        if kind in ("Kafka", "KafkaNodePool", "KafkaTopic"):
            options = at(each, "metadata", "annotations", "argocd.argoproj.io/sync-options")
            assert options == "Prune=confirm,Delete=confirm"


def test_clients_prove_who_they_are_over_tls_and_only_those_that_use_kafka_reach_it() -> None:
    found = objects(platform_of(DEPOTS), "live")["Kafka", "kafka"]
    (listener,) = rows(found, "spec", "kafka", "listeners")
    assert listener["port"] == 9093
    assert listener["tls"] is True
    assert at(listener, "authentication", "type") == "scram-sha-512"
    (peer,) = rows(listener, "networkPolicyPeers")
    (chosen,) = rows(peer, "podSelector", "matchExpressions")
    assert chosen == {"key": "app.kubernetes.io/name", "operator": "In", "values": ["board", "depot", "tracer"]}
    assert at(found, "spec", "kafka", "authorization") == {"type": "simple"}


def test_where_nobody_uses_kafka_no_pod_of_a_service_reaches_it() -> None:
    idle = without(
        DEPOTS[: DEPOTS.index("topics:")] + "services:\n  gate: {kind: fastapi}\n", ["databases:", "main: {address"]
    )
    found = files(platform_of(idle))
    assert sorted(path.rsplit("/", 1)[1] for path in found if "/live/" in path) == ["kafka.yaml", "network.yaml"]
    (listener,) = rows(found["generated/kubernetes/live/kafka/kafka.yaml"][0], "spec", "kafka", "listeners")
    assert at(listener, "networkPolicyPeers", 0, "podSelector") == {"matchLabels": {"strimzi.io/cluster": "kafka"}}


def test_a_services_password_is_in_a_secret_that_no_service_has_for_itself() -> None:
    found = objects(reference(), "production")["Kafka", "kafka"]
    assert at(found, "spec", "entityOperator", "userOperator", "secretPrefix") == "kafka-user-"


def test_the_version_is_the_one_that_is_written_or_else_the_one_we_know() -> None:
    assert at(objects(platform_of(DEPOTS), "live")["Kafka", "kafka"], "spec", "kafka", "version") == "4.2.0"
    assert at(objects(reference(), "staging")["Kafka", "kafka"], "spec", "kafka", "version") == "4.3.1"


def test_metrics_are_there_where_something_scrapes_them() -> None:
    scraped = at(objects(reference(), "staging")["Kafka", "kafka"], "spec", "kafka")
    assert at(scraped, "metricsConfig", "type") == "strimziMetricsReporter"
    assert "metricsConfig" not in table(at(objects(platform_of(DEPOTS), "live")["Kafka", "kafka"], "spec", "kafka"))


def test_kafkas_pods_meet_the_restricted_standard_of_their_namespace() -> None:
    found = objects(reference(), "production")
    entity = at(found["Kafka", "kafka"], "spec", "entityOperator", "template")
    containers = [at(entity, f"{name}OperatorContainer", "securityContext") for name in ("topic", "user")]
    pods = [at(entity, "pod", "securityContext")]
    for name in ("broker", "controller"):
        template = at(found["KafkaNodePool", name], "spec", "template")
        containers.append(at(template, "kafkaContainer", "securityContext"))
        pods.append(at(template, "pod", "securityContext"))
    for each in (*containers, *pods):
        assert at(each, "runAsNonRoot") is True
        assert at(each, "seccompProfile") == {"type": "RuntimeDefault"}
    for each in containers:
        assert at(each, "allowPrivilegeEscalation") is False
        assert at(each, "capabilities") == {"drop": ["ALL"]}


def test_kafkas_pods_reach_each_other_names_and_the_clusters_own_api_and_nothing_else() -> None:
    policy = objects(platform_of(DEPOTS), "live")["NetworkPolicy", "kafka-egress"]
    among, names, api = rows(policy, "spec", "egress")
    assert [each["port"] for each in rows(among, "ports")] == [9090, 9091]
    assert {each["port"] for each in rows(names, "ports")} == {53}
    assert api == {"to": [{"ipBlock": {"cidr": "10.8.0.11/32"}}], "ports": [{"protocol": "TCP", "port": 6443}]}


def test_on_a_cluster_that_is_already_there_the_apis_address_is_not_known_and_only_its_ports_are_open() -> None:
    there = platform_of(changed(DEPOTS, "kubernetes: {}", "kubernetes: {existing: true}"))
    api = rows(objects(there, "live")["NetworkPolicy", "kafka-egress"], "spec", "egress")[2]
    assert api == {"ports": [{"protocol": "TCP", "port": 443}, {"protocol": "TCP", "port": 6443}]}


@pytest.mark.parametrize("word", ["tienda", "orders", "payments", "catalog", "staging", "production"])
def test_no_word_of_the_shop_is_in_the_files_of_a_platform_with_other_names(word: str) -> None:
    texts = [(spec.path, render(spec).decode()) for spec in EMITTER.files(renamed())]
    assert texts
    assert not [path for path, text in texts if word in path or word in text]
