"""`kafka.yaml`: the cluster and its pools of nodes, as Strimzi's `Kafka` and `KafkaNodePool`.

Controllers and brokers are pools of their own whatever their number, so that more brokers never change the part that
a node plays. Sources of the settings: Strimzi 1.2, "Deploying and Managing"; Apache Kafka 4.3, "Broker Configs".
"""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.kafka.options import OwnKafka
from plano.emitters.kafka.sizes import BROKER, CONTROLLER, CONTROLLER_STORAGE, OPERATOR, Size
from plano.emitters.namespaces.labels import KEPT, NAME, PART_OF, labels

API = "kafka.strimzi.io/v1"
CLUSTER = "kafka"
"""The cluster's name in every environment: it answers at `kafka-kafka-bootstrap.<namespace>.svc:9093`."""
CLUSTER_LABEL = "strimzi.io/cluster"
SECRET_PREFIX = CLUSTER + "-user-"
"""A user's password is in the secret `kafka-user-<service>`; the secret `<service>` holds what the service is told."""
PORT = 9093

_CA_DAYS = 1825
_CA_RENEWAL_DAYS = 180
"""A process reads the CA when it starts; half a year is time enough for each to start anew before the old one ends."""

_RESTRICTED_POD = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
_RESTRICTED_CONTAINER = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


@dataclass(frozen=True, slots=True)
class ClusterView:
    """A Kafka in a namespace; `clients` are the services that publish or consume, sorted."""

    platform: str
    environment: str
    namespace: str
    kafka: OwnKafka
    clients: tuple[str, ...]


def document(view: ClusterView) -> dict[str, object]:
    """The cluster and its pools, in one list."""
    return listed([_cluster(view), _pool(view, "controller"), _pool(view, "broker")])


def listed(items: list[dict[str, object]]) -> dict[str, object]:
    """Several objects as one document: kubectl and Argo CD apply each by itself."""
    return {"apiVersion": "v1", "kind": "List", "items": items}


def _cluster(view: ClusterView) -> dict[str, object]:
    kafka: dict[str, object] = {
        "version": view.kafka.version,
        "listeners": [_listener(view)],
        "authorization": {"type": "simple"},
        "config": _config(view.kafka),
    }
    if view.kafka.metrics:
        kafka["metricsConfig"] = {"type": "strimziMetricsReporter"}
    authority = {"validityDays": _CA_DAYS, "renewalDays": _CA_RENEWAL_DAYS}
    return {
        "apiVersion": API,
        "kind": "Kafka",
        "metadata": _metadata(view, CLUSTER),
        "spec": {"kafka": kafka, "entityOperator": _entity_operator(), "clusterCa": authority},
    }


def _listener(view: ClusterView) -> dict[str, object]:
    """SCRAM over TLS: a client's certificate would end while the process that read it still runs."""
    ours = {
        "matchLabels": {PART_OF: view.platform},
        "matchExpressions": [{"key": NAME, "operator": "In", "values": list(view.clients)}],
    }
    # An empty list would let every pod in.
    nobody = {"matchLabels": {CLUSTER_LABEL: CLUSTER}}
    return {
        "name": "tls",
        "port": PORT,
        "type": "internal",
        "tls": True,
        "authentication": {"type": "scram-sha-512"},
        "networkPolicyPeers": [{"podSelector": ours if view.clients else nobody}],
    }


def _config(kafka: OwnKafka) -> dict[str, object]:
    """No topic comes into being by being named; what is acknowledged is on two brokers where there are two."""
    return {
        "auto.create.topics.enable": False,
        "default.replication.factor": kafka.replicas,
        "min.insync.replicas": kafka.in_sync,
        "offsets.topic.replication.factor": kafka.replicas,
        "share.coordinator.state.topic.min.isr": kafka.in_sync,
        "share.coordinator.state.topic.replication.factor": kafka.replicas,
        "transaction.state.log.min.isr": kafka.in_sync,
        "transaction.state.log.replication.factor": kafka.replicas,
    }


def _entity_operator() -> dict[str, object]:
    operator = {"resources": OPERATOR.resources, "jvmOptions": _heap(OPERATOR)}
    container = {"securityContext": _RESTRICTED_CONTAINER}
    return {
        "topicOperator": operator,
        "userOperator": {**operator, "secretPrefix": SECRET_PREFIX},
        "template": {
            "pod": {"securityContext": _RESTRICTED_POD},
            "topicOperatorContainer": container,
            "userOperatorContainer": container,
        },
    }


def _pool(view: ClusterView, role: str) -> dict[str, object]:
    size, replicas, storage = (
        (BROKER, view.kafka.brokers, view.kafka.storage)
        if role == "broker"
        else (CONTROLLER, view.kafka.controllers, CONTROLLER_STORAGE)
    )
    metadata = _metadata(view, role)
    metadata["labels"] = {**labels(view.platform, view.environment), CLUSTER_LABEL: CLUSTER}
    volume = {"id": 0, "type": "persistent-claim", "size": storage, "deleteClaim": False}
    if view.kafka.storage_class:
        volume["class"] = view.kafka.storage_class
    spread = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": {CLUSTER_LABEL: CLUSTER, "strimzi.io/pool-name": role}},
    }
    return {
        "apiVersion": API,
        "kind": "KafkaNodePool",
        "metadata": metadata,
        "spec": {
            "replicas": replicas,
            "roles": [role],
            "storage": {"type": "jbod", "volumes": [volume]},
            "resources": size.resources,
            "jvmOptions": _heap(size),
            "template": {
                "pod": {"securityContext": _RESTRICTED_POD, "topologySpreadConstraints": [spread]},
                "kafkaContainer": {"securityContext": _RESTRICTED_CONTAINER},
            },
        },
    }


def _heap(size: Size) -> dict[str, object]:
    return {"-Xms": size.heap, "-Xmx": size.heap}


def _metadata(view: ClusterView, name: str) -> dict[str, object]:
    return {
        "name": name,
        "namespace": view.namespace,
        "labels": labels(view.platform, view.environment),
        "annotations": dict(KEPT),
    }
