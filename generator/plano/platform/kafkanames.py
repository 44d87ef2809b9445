"""Names that Strimzi gives what it makes of a Kafka, in the namespace where the services are too.

Source: Strimzi 1.2, "Deploying and Managing", the lists of resources of a cluster, of its node pools and of its
operators; `secretPrefix` of the user operator.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from plano.language.places import Path
from plano.platform.clusternames import ClusterName
from plano.platform.model import Platform, Service
from plano.platform.places import System

CLUSTER = "kafka"
"""The cluster's name in every environment."""
PREFIX = f"{CLUSTER}-"
"""How each of the names below begins, and so the name of each service that could meet one."""
USER = f"{PREFIX}user-"
"""How the secret with a user's password begins; the user's name, which is the service's, follows."""

_AT: Path = ("systems", "kafka")
_NAMES = {
    "Deployment": ("entity-operator",),
    "NetworkPolicy": ("egress", "entity-operator", "network-policy-kafka"),
    "PodDisruptionBudget": ("kafka",),
    "Secret": (
        "clients-ca", "clients-ca-cert", "cluster-ca", "cluster-ca-cert", "cluster-operator-certs",
        "entity-topic-operator-certs", "entity-user-operator-certs",
    ),
    "Service": ("kafka-bootstrap", "kafka-brokers"),
    "ServiceAccount": ("entity-operator", "kafka"),
}  # fmt: skip
_NODE = re.compile(rf"{PREFIX}(broker|controller)-[0-9]+")
"""A node of a pool: its pod, and the secret with its certificate."""


def kafka_names(platform: Platform) -> Iterator[ClusterName]:
    """Kind, name and source of all that has a fixed name; nothing where no environment has a Kafka of ours.

    A user's secret comes from its service. The secrets of nodes are as many as there are: `of_a_node` knows them.
    """
    if not _has_kafka(platform):
        return
    for kind, ends in _NAMES.items():
        for end in ends:
            yield ClusterName(kind, PREFIX + end, _AT)
    for service in platform.services:
        if service.publishes or service.consumes:
            yield ClusterName("Secret", USER + service.name, ("services", service.name))


def of_a_node(each: ClusterName) -> ClusterName | None:
    """The secret of a node of Kafka that would have this name; None where no node has one such."""
    if each.kind == "Secret" and _NODE.fullmatch(each.name):
        return ClusterName("Secret", each.name, _AT)
    return None


def secret_of(service: Service) -> ClusterName | None:
    """The secret with what a service is told, which has the service's own name; None where it is told nothing."""
    told = (
        service.kind == "fastapi"
        or (service.kind == "container" and service.database)
        or any(call.kind == "smtp" for call in service.calls)
        or any(setting.secret for setting in service.config)
    )
    return ClusterName("Secret", service.name, ("services", service.name)) if told else None


def _has_kafka(platform: Platform) -> bool:
    """Whether a Kafka runs in the cluster in some environment: it is a system, and has no `bootstrap` there."""
    if not any(each.name == "kubernetes" for each in platform.systems):
        return False
    general = _options(platform.systems)
    if general is None:
        return False
    own = (_options(environment.systems) for environment in platform.environments)
    return any(not {**general, **(each or {})}.get("bootstrap") for each in own)


def _options(systems: tuple[System, ...]) -> dict[str, object] | None:
    """What is said of Kafka there; None where nothing is."""
    for each in systems:
        if each.name == "kafka":
            return {key: json.loads(value) for key, value in each.options}
    return None
