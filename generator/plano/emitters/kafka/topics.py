"""`topics.yaml`: each topic of the blueprint and each that is derived from it, as Strimzi's `KafkaTopic`."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.contracts.brokertopics import BrokerTopic
from plano.emitters.kafka.cluster import API, CLUSTER, CLUSTER_LABEL, listed
from plano.emitters.namespaces.labels import KEPT, labels


@dataclass(frozen=True, slots=True)
class TopicsView:
    """The topics of an environment whose Kafka has so many brokers."""

    platform: str
    environment: str
    namespace: str
    brokers: int
    topics: tuple[BrokerTopic, ...]


def document(view: TopicsView) -> dict[str, object]:
    """All topics in one list, sorted by name."""
    marks = {**labels(view.platform, view.environment), CLUSTER_LABEL: CLUSTER}
    return listed([_topic(topic, view, marks) for topic in view.topics])


def _topic(topic: BrokerTopic, view: TopicsView, marks: dict[str, str]) -> dict[str, object]:
    """A topic's name is a name of Kubernetes as it is: the language admits lower case, digits, hyphens and dots.

    It is said in `topicName` too, so that it stays the real one whatever names its object.
    """
    replicas = min(topic.replicas, view.brokers)
    return {
        "apiVersion": API,
        "kind": "KafkaTopic",
        "metadata": {
            "name": topic.name,
            "namespace": view.namespace,
            "labels": marks,
            "annotations": KEPT,
        },
        "spec": {
            "topicName": topic.name,
            "partitions": topic.partitions,
            "replicas": replicas,
            "config": {
                "cleanup.policy": topic.cleanup_policy,
                "min.insync.replicas": max(1, replicas - 1),
                "retention.ms": topic.retention_ms,
            },
        },
    }
