"""Each environment is a namespace with a standard, a quota, defaults, and no network but what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from plano.emitters.namespaces.emitter import EMITTER
from plano.platform.model import Platform
from tests.delivery.kafka.platforms import (
    DEPOTS,
    Tree,
    at,
    changed,
    copy_of,
    files,
    objects,
    platform_of,
    reference,
    renamed,
    rows,
    table,
)
from tests.delivery.namespaces.judges import RefusedError, judge

PLATFORMS: dict[str, Callable[[], Platform]] = {
    "reference": reference,
    "reference renamed": renamed,
    "depots": lambda: platform_of(DEPOTS),
}

SMALL = """\
blueprint: 1
platform: {name: parcels, domain: parcels.example, registry: r.parcels.example, repository: "https://git.parcels.example/p.git"}
environments: {live: {}}
systems: {kubernetes: {}}
services:
  gate: {kind: fastapi, scale: {min: 2, max: 3}, resources: {cpu: 200m, memory: 100Mi}}
  sign: {kind: container, image: r.parcels.example/sign, scale: {min: 1, max: 1}, resources: {cpu: 0.5, memory: 1Gi}}
  post: {kind: external, url: "https://post.example"}
"""


def everything(platform: Platform) -> list[Tree]:
    return [each for items in files(platform, EMITTER).values() for each in items]


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_object_is_one_that_kubernetes_takes(name: str) -> None:
    found = everything(PLATFORMS[name]())
    assert {each["kind"] for each in found} == {"Namespace", "ResourceQuota", "LimitRange", "NetworkPolicy"}
    for each in found:
        judge(each)


@pytest.mark.parametrize("kind", ["Namespace", "ResourceQuota", "LimitRange", "NetworkPolicy"])
def test_the_judge_refuses_a_field_that_is_misspelt(kind: str) -> None:
    spoiled = copy_of(next(each for each in everything(reference()) if each["kind"] == kind))
    table(spoiled["metadata"])["label"] = {}
    with pytest.raises(RefusedError):
        judge(spoiled)


def test_an_environments_namespace_holds_its_pods_to_the_restricted_standard_in_every_mode() -> None:
    platform = reference()
    for environment in platform.environments:
        found = objects(platform, environment.name, EMITTER)["Namespace", environment.namespace]
        labels = table(at(found, "metadata", "labels"))
        for mode in ("enforce", "audit", "warn"):
            assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"
            assert labels[f"pod-security.kubernetes.io/{mode}-version"] == "v1.35"
        assert labels["app.kubernetes.io/part-of"] == platform.name
        assert labels["plano/environment"] == environment.name
        annotations = table(at(found, "metadata", "annotations"))
        assert annotations["argocd.argoproj.io/sync-options"] == "Prune=confirm,Delete=confirm"


@pytest.mark.parametrize(
    ("kubernetes", "standard"),
    [("{}", "v1.35"), ('{version: "1.34.1"}', "v1.34"), ("{existing: true}", "latest"), ('{version: "new"}', "latest")],
)
def test_the_standard_is_the_one_of_the_clusters_version(kubernetes: str, standard: str) -> None:
    platform = platform_of(changed(SMALL, "kubernetes: {}", f"kubernetes: {kubernetes}"))
    found = objects(platform, "live", EMITTER)["Namespace", "parcels-live"]
    assert at(found, "metadata", "labels", "pod-security.kubernetes.io/enforce-version") == standard


def test_no_pod_sends_or_receives_anything_until_another_policy_allows_it() -> None:
    found = objects(reference(), "production", EMITTER)["NetworkPolicy", "default-deny"]
    assert found["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_the_quota_is_twice_what_all_services_ask_for_at_their_largest() -> None:
    found = objects(platform_of(SMALL), "live", EMITTER)["ResourceQuota", "environment"]
    # 3 × 200m + 500m; 3 × 100Mi + 1024Mi; 3 + 1 pods; what runs elsewhere counts for nothing.
    assert at(found, "spec", "hard") == {"requests.cpu": "2200m", "requests.memory": "2648Mi", "pods": "8"}


def test_consumers_relays_jobs_and_kafka_itself_are_in_the_quota() -> None:
    platform = platform_of(DEPOTS)
    hard = table(at(objects(platform, "live", EMITTER)["ResourceQuota", "environment"], "spec", "hard"))
    without_kafka = replace(platform, systems=tuple(each for each in platform.systems if each.name != "kafka"))
    less = table(at(objects(without_kafka, "live", EMITTER)["ResourceQuota", "environment"], "spec", "hard"))
    # depot: 2 + 1 consumer + relay + migrate + prune; tracer 2; board 2 + 1 consumer; gate 2.
    assert less["pods"] == "26"
    # 2 brokers, 3 controllers, 2 operators more.
    assert hard["pods"] == "40"


def test_the_quota_holds_every_pod_that_the_environment_declares() -> None:
    for platform in (reference(), platform_of(DEPOTS)):
        for environment in platform.environments:
            hard = table(
                at(objects(platform, environment.name, EMITTER)["ResourceQuota", "environment"], "spec", "hard")
            )
            least = sum(each.scale.maximum + each.consumers.maximum for each in environment.deployments)
            assert int(str(hard["pods"])) >= 2 * least


def test_a_container_that_says_nothing_still_asks_for_something_or_the_quota_would_refuse_it() -> None:
    (limit,) = rows(objects(reference(), "staging", EMITTER)["LimitRange", "containers"], "spec", "limits")
    assert set(table(limit["defaultRequest"])) == {"cpu", "memory"}
    assert set(table(limit["default"])) == {"memory"}, "a limit of CPU would throttle what is busy"


def test_without_kubernetes_there_is_nothing() -> None:
    assert files(replace(platform_of(SMALL), systems=()), EMITTER) == {}
