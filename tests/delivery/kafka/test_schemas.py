"""Every object is one that Strimzi, or Kubernetes itself, admits; each judge refuses a planted error."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plano.platform.model import Platform
from tests.delivery.kafka import judges
from tests.delivery.kafka.platforms import DEPOTS, Tree, at, copy_of, files, platform_of, reference, renamed
from tests.delivery.namespaces import judges as builtin

PLATFORMS: dict[str, Callable[[], Platform]] = {
    "reference": reference,
    "reference renamed": renamed,
    "depots": lambda: platform_of(DEPOTS),
}


def everything(platform: Platform) -> list[Tree]:
    return [each for items in files(platform).values() for each in items]


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_object_is_admitted(name: str) -> None:
    found = everything(PLATFORMS[name]())
    assert found
    for each in found:
        if each["apiVersion"] == judges.API:
            judges.judge(each)
        else:
            builtin.judge(each)


def test_the_kinds_that_are_written_are_the_kinds_that_are_judged() -> None:
    written = {(str(each["apiVersion"]), str(each["kind"])) for each in everything(reference())}
    assert {kind for api, kind in written if api == judges.API} == judges.kinds()
    assert written - {(judges.API, kind) for kind in judges.kinds()} == {("networking.k8s.io/v1", "NetworkPolicy")}


def plant(kind: str, *path: str | int, key: str, value: object) -> Tree:
    """An object of that kind with one thing in it that is wrong."""
    spoiled = copy_of(next(each for each in everything(reference()) if each["kind"] == kind))
    place = at(spoiled, *path)
    assert isinstance(place, dict)
    place[key] = value
    return spoiled


@pytest.mark.parametrize(
    "spoiled",
    [
        plant("Kafka", "spec", "kafka", key="replicas", value=3),  # v1beta2 had it
        plant("Kafka", "spec", "kafka", "listeners", 0, key="type", value="inner"),
        plant("KafkaNodePool", "spec", "storage", "volumes", 0, key="deleteClaims", value=False),
        plant("KafkaNodePool", "spec", key="roles", value=["zookeeper"]),
        plant("KafkaTopic", "spec", key="replicas", value="3"),
        plant("KafkaTopic", "spec", key="topic", value="parcels"),
        plant("KafkaUser", "spec", "authorization", "acls", 0, key="operations", value=["Reed"]),
        plant("KafkaUser", "spec", "authorization", "acls", 0, key="operation", value="Read"),
        plant("KafkaUser", key="apiVersion", value="kafka.strimzi.io/v1beta2"),
    ],
    ids=str,
)
def test_the_judge_of_strimzis_kinds_refuses_what_is_wrong(spoiled: Tree) -> None:
    with pytest.raises(judges.RefusedError):
        judges.judge(spoiled)


def test_the_judge_of_kubernetes_kinds_refuses_what_is_wrong() -> None:
    builtin.judge(plant("NetworkPolicy", "spec", key="policyTypes", value=["Egress"]))
    with pytest.raises(builtin.RefusedError):
        builtin.judge(plant("NetworkPolicy", "spec", key="policyType", value=["Egress"]))
