"""`users.yaml`: each service that publishes or consumes, as Strimzi's `KafkaUser` with its access control list."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.kafka.cluster import API, CLUSTER, CLUSTER_LABEL, listed
from plano.emitters.kafka.rights import Right, User
from plano.emitters.namespaces.labels import labels


@dataclass(frozen=True, slots=True)
class UsersView:
    """The users of an environment's Kafka."""

    platform: str
    environment: str
    namespace: str
    users: tuple[User, ...]


def document(view: UsersView) -> dict[str, object]:
    """All users in one list. The password of each is made by Strimzi and never leaves the cluster."""
    marks = {**labels(view.platform, view.environment), CLUSTER_LABEL: CLUSTER}
    return listed([_user(user, view.namespace, marks) for user in view.users])


def _user(user: User, namespace: str, marks: dict[str, str]) -> dict[str, object]:
    return {
        "apiVersion": API,
        "kind": "KafkaUser",
        "metadata": {
            "name": user.name,
            "namespace": namespace,
            "labels": marks,
        },
        "spec": {
            "authentication": {"type": "scram-sha-512"},
            "authorization": {"type": "simple", "acls": [_rule(right) for right in user.rights]},
        },
    }


def _rule(right: Right) -> dict[str, object]:
    return {
        "resource": {"type": right.kind, "name": right.name, "patternType": "literal"},
        "operations": list(right.operations),
    }
