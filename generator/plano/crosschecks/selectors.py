"""Selectors and labels: what selects pods by a label finds some, and stands in the namespace of its environment."""

from __future__ import annotations

from collections.abc import Iterator

from plano.crosschecks.deployed import deployed, named
from plano.crosschecks.documents import CHART, KUBERNETES, Documents
from plano.crosschecks.findings import error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Environment, Platform

_CLUSTER = "strimzi.io/cluster"
_POOL = "strimzi.io/pool-name"
_NAME = "app.kubernetes.io/name"
_PART_OF = "app.kubernetes.io/part-of"
_NAMESPACE = "kubernetes.io/metadata.name"
_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
_OF_KUBERNETES = {"default", "kube-system", "kube-public", "kube-node-lease"}


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Each label that is selected by, where it is known who has it."""
    for environment in platform.environments:
        yield from _environment(documents, environment, platform)
    for each in documents.objects(KUBERNETES):
        if each.kind in _WORKLOADS:
            yield from _own_pods(each)
    yield from _namespaces(documents, platform)
    for service in deployed(documents, platform):
        cluster = service.values.at("kafka", "cluster")
        clusters = [each.name for each in documents.of_environment(service.environment, "Kafka")]
        if cluster.value is not None and cluster.text not in clusters:
            said = f"sends its pods to the Kafka {cluster.text!r}, which is not there"
            yield error("crosscheck-selector", cluster, said, f"{KUBERNETES}{service.environment.name}")


def _environment(documents: Documents, environment: Environment, platform: Platform) -> Iterator[Diagnostic]:
    objects = list(documents.objects(f"{KUBERNETES}{environment.name}/"))
    names = {each.name for each in platform.services if each.kind != "external"}
    names |= {name for each in objects if each.kind in _WORKLOADS if (name := str(_pod_labels(each).get(_NAME)))}
    known = {
        _CLUSTER: {each.name for each in objects if each.kind == "Kafka"},
        _POOL: {each.name for each in objects if each.kind == "KafkaNodePool"},
        _PART_OF: {platform.name},
        _NAME: names,
    }
    for each in objects:
        namespace = each.at("metadata", "namespace")
        if namespace.value not in (None, environment.namespace):
            said = f"puts {each.kind} {each.name!r} into {namespace.text!r}, not into {environment.namespace!r}"
            yield error("crosscheck-selector", namespace, said, "blueprint.yaml")
        for label, node in _selected(each):
            if label in known and node.text not in known[label]:
                said = f"has {each.kind} {each.name!r} select {label} {node.text!r}, which nothing is labelled with"
                yield error("crosscheck-selector", node, said, f"{KUBERNETES}{environment.name}")


def _selected(found: Node) -> Iterator[tuple[str, Node]]:
    """Every label and value by which an object chooses others of its own namespace."""
    if (cluster := found.at("metadata", "labels", _CLUSTER)).value is not None:
        yield _CLUSTER, cluster  # Strimzi's way to say whose topic, user or pool this is
    for peer in _selectors(found):
        yield from peer.at("matchLabels").entries()
        for rule in peer.at("matchExpressions").rows():
            if rule.at("operator").value == "In":
                yield from ((rule.at("key").text, value) for value in rule.at("values").rows())


def _selectors(found: Node) -> Iterator[Node]:
    """Selectors of pods that stand without a selector of another namespace beside them."""
    value = found.value
    if isinstance(value, dict):
        for key, inner in found.entries():
            if key in ("podSelector", "labelSelector") and "namespaceSelector" not in value:
                yield inner
            else:
                yield from _selectors(inner)
    for inner in found.rows():
        yield from _selectors(inner)


def _pod_labels(workload: Node) -> dict[str, object]:
    return {key: node.value for key, node in workload.at("spec", "template", "metadata", "labels").entries()}


def _own_pods(workload: Node) -> Iterator[Diagnostic]:
    labels = _pod_labels(workload)
    for key, node in workload.at("spec", "selector", "matchLabels").entries():
        if labels.get(key) != node.value:
            said = f"has {workload.kind} {workload.name!r} select {key} {node.value!r}, which its own pods have not"
            yield error("crosscheck-selector", node, said, workload.at("spec", "template"))


def _namespaces(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """A namespace that is selected by its name is one that is made here, or that every cluster has."""
    made = {each.name for each in documents.objects(KUBERNETES) if each.kind == "Namespace"}
    if not made:
        return
    known = made | _OF_KUBERNETES | {environment.namespace for environment in platform.environments}
    for each in documents.objects(KUBERNETES):
        if each.kind == "NetworkPolicy":
            for selector in each.find("namespaceSelector"):
                node = selector.at("matchLabels", _NAMESPACE)
                if node.value is not None and node.text not in known:
                    said = f"has NetworkPolicy {each.name!r} select the namespace {node.text!r}, which nothing makes"
                    yield error("crosscheck-selector", node, said, f"{KUBERNETES}system")
    yield from _defaults(documents, platform, known)


def _defaults(documents: Documents, platform: Platform, known: set[str]) -> Iterator[Diagnostic]:
    """The namespaces that the chart's policies let in, where the blueprint has what stands in them."""
    chart = documents.one(f"{CHART}values.yaml")
    for key, system in (("gateway", "traefik"), ("monitoring", "prometheus")):
        if chart is not None and named(platform, system):
            node = chart.at(key, "namespace")
            if node.text not in known:
                said = f"lets the {key} in from the namespace {node.text!r}, which nothing makes"
                yield error("crosscheck-selector", node, said, f"{KUBERNETES}system")
