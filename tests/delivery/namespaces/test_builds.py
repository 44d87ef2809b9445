"""What the pods of builds reach: names, Jenkins, and what is outside; no service, database, broker or node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
import yaml

from plano.emitters.namespaces.builds import PRIVATE
from plano.emitters.namespaces.emitter import EMITTER
from plano.platform.model import Platform
from tests.delivery.chart.reachability import Network, Pod
from tests.delivery.kafka.platforms import DEPOTS, ROOT, Tree, at, copy_of, files, platform_of, reference, renamed, rows
from tests.delivery.namespaces.judges import RefusedError, judge

PATH = "generated/kubernetes/system/builds.yaml"
BUILDS = ("build", "checks")
PORTS = (22, 53, 80, 443, 5000, 5432, 6443, 8000, 8080, 9000, 9090, 9091, 9092, 9093, 50000)
NEEDED = (("controller", 8080), ("controller", 50000), ("names", 53))

PLATFORMS: dict[str, Callable[[], Platform]] = {"reference": reference, "reference renamed": renamed}

Edge = tuple[str, str, int]


def everybody(platform: Platform) -> list[Pod]:
    """A pod of each kind that a cluster has: of builds, of Jenkins, of an environment, of the systems."""
    environment = platform.environments[-1].namespace
    name, component = "app.kubernetes.io/name", "app.kubernetes.io/component"
    controller = frozenset({(component, "jenkins-controller")})
    return [
        Pod("build", "build", frozenset()),
        Pod("checks", "checks", frozenset({("jenkins", "agent")})),
        Pod("another build", "build", frozenset({("jenkins", "agent")})),
        Pod("controller", "jenkins", controller),
        Pod("beside the controller", "jenkins", frozenset({(name, "cache")})),
        Pod("a false controller", environment, controller),
        Pod("names", "kube-system", frozenset({("k8s-app", "kube-dns")})),
        Pod("another of the cluster", "kube-system", frozenset({("k8s-app", "metrics")})),
        Pod("broker", environment, frozenset({("strimzi.io/cluster", "kafka")})),
        Pod("a service", environment, frozenset({(component, "api")})),
        Pod("prometheus", "monitoring", frozenset({(name, "prometheus")})),
        Pod("argocd", "argocd", frozenset({(name, "argocd-server")})),
    ]


def networks(items: Sequence[Tree]) -> dict[str, Network]:
    """Namespace → its policies."""
    return {
        name: Network([each for each in items if at(each, "metadata", "namespace") == name], name) for name in BUILDS
    }


def connections(items: Sequence[Tree], platform: Platform) -> set[Edge]:
    """Every connection to or from a pod of a build that the policies of both ends allow."""
    pods, found = everybody(platform), networks(items).values()
    return {
        (source.name, target.name, port)
        for source in pods
        for target in pods
        if source is not target and {source.namespace, target.namespace} & set(BUILDS)
        for port in PORTS
        if all(network.connects(source, target, port) for network in found)
    }


WANTED: set[Edge] = {(build, *needed) for build in ("build", "checks", "another build") for needed in NEEDED}


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_build_reaches_names_and_jenkins_and_nobody_reaches_a_build(name: str) -> None:
    platform = PLATFORMS[name]()
    assert connections(files(platform, EMITTER)[PATH], platform) == WANTED


def test_a_policy_that_allows_more_or_less_is_noticed() -> None:
    platform = reference()
    good = files(platform, EMITTER)[PATH]
    assert [at(each, "metadata", "name") for each in good] == ["default-deny", "builds"] * 2

    open_wide = [copy_of(each) for each in good]
    rows(open_wide[1], "spec", "egress")[1]["to"] = [{"namespaceSelector": {}}]
    assert ("build", "a false controller", 8080) in connections(open_wide, platform) - WANTED

    let_in = [each for each in good if each is not good[2]]
    assert ("a service", "checks", 8000) in connections(let_in, platform) - WANTED

    shut = [each for each in good if each is not good[3]]
    assert WANTED - connections(shut, platform) == {("checks", *needed) for needed in NEEDED}


OUTSIDE = {
    "a registry of packages": ("198.51.100.7", 443),
    "the same without TLS": ("198.51.100.7", 80),
    "a mail server": ("198.51.100.7", 587),
    "a database outside": ("198.51.100.7", 5432),
    "a broker outside": ("198.51.100.7", 9092),
    "a registry of images at a port of its own": ("198.51.100.8", 5000),
    "a repository by SSH": ("198.51.100.9", 2222),
    "a registry of our own network": ("10.17.3.40", 5000),
    "the host beside it": ("10.17.3.41", 5000),
    "the shop's database": ("10.17.3.14", 5432),
    "a web server of our own network": ("10.17.3.12", 443),
    "the cluster's own API": ("10.17.4.20", 6443),
    "a cloud's metadata": ("169.254.169.254", 80),
    "the node-local cache of names": ("169.254.25.10", 53),
}
ALWAYS = {"a registry of packages", "the node-local cache of names"}


@pytest.mark.parametrize("namespace", BUILDS)
@pytest.mark.parametrize(
    ("registry", "repository", "more"),
    [
        ("registry.tienda.example/tienda", "https://git.tienda.example/p.git", set[str]()),
        ("registry.tienda.example:5000/t", "https://git.example/p.git", {"a registry of images at a port of its own"}),
        ("registry.tienda.example/tienda", "ssh://git.tienda.example:2222/p.git", {"a repository by SSH"}),
        ("10.17.3.40:5000/tienda", "https://git.example/p.git", {"a registry of our own network"}),
        ("registry.tienda.example/tienda", "ssh://198.51.100.9:2222/p.git", {"a repository by SSH"}),
    ],
)
def test_a_build_leaves_the_cluster_for_the_registry_the_repository_and_https_outside(
    registry: str, repository: str, more: set[str], namespace: str
) -> None:
    platform = replace(reference(), registry=registry, repository=repository)
    network = networks(files(platform, EMITTER)[PATH])[namespace]
    pod = Pod("build", namespace, frozenset())
    reached = {what for what, (address, port) in OUTSIDE.items() if network.leaves(pod, address, port)}
    assert reached == ALWAYS | more


def test_kubernetes_takes_the_policies_and_the_judge_refuses_one_that_is_misspelt() -> None:
    found = files(reference(), EMITTER)[PATH]
    for each in found:
        judge(each)
    spoiled = copy_of(found[1])
    rows(spoiled, "spec", "egress")[0]["port"] = []
    with pytest.raises(RefusedError):
        judge(spoiled)


def test_what_is_private_is_what_the_chart_calls_so() -> None:
    assert list(PRIVATE) == yaml.safe_load((ROOT / "templates/chart/values.yaml").read_text("utf-8"))["private"]


def test_without_jenkins_there_are_no_builds_to_confine() -> None:
    assert PATH not in files(platform_of(DEPOTS), EMITTER)
