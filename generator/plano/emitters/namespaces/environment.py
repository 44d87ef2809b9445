"""The namespace of an environment, and what holds for everything in it before any service says a word."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.namespaces.labels import KEPT, labels
from plano.emitters.namespaces.podsecurity import pod_security
from plano.emitters.namespaces.requests import Quota

CONTAINER_CPU = "100m"
CONTAINER_MEMORY = "256Mi"
"""What a container gets that says nothing: the language's own defaults of `resources`. Without them the quota would
refuse its pod."""


@dataclass(frozen=True, slots=True)
class Place:
    """A namespace of an environment; `kubernetes` is the version whose pod security standard holds."""

    platform: str
    environment: str
    namespace: str
    kubernetes: str


@dataclass(frozen=True, slots=True)
class Room:
    """A namespace and its quota."""

    place: Place
    quota: Quota


def namespace(view: Place) -> dict[str, object]:
    """The namespace itself; every pod in it meets the `restricted` standard."""
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "name": view.namespace,
            "labels": {**labels(view.platform, view.environment), **pod_security("restricted", view.kubernetes)},
            "annotations": dict(KEPT),
        },
    }


def resource_quota(view: Room) -> dict[str, object]:
    """How much may be asked for in the namespace."""
    hard = {
        "requests.cpu": f"{view.quota.millicores}m",
        "requests.memory": f"{view.quota.mebibytes}Mi",
        "pods": str(view.quota.pods),
    }
    return _object("v1", "ResourceQuota", "environment", view.place, {"hard": hard})


def limit_range(view: Place) -> dict[str, object]:
    """What a container gets that does not say what it needs; no limit of CPU, which would throttle it."""
    limit = {
        "type": "Container",
        "defaultRequest": {"cpu": CONTAINER_CPU, "memory": CONTAINER_MEMORY},
        "default": {"memory": CONTAINER_MEMORY},
    }
    return _object("v1", "LimitRange", "containers", view, {"limits": [limit]})


def deny_all(view: Place) -> dict[str, object]:
    """No pod sends or receives anything but what another policy allows."""
    spec: dict[str, object] = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    return _object("networking.k8s.io/v1", "NetworkPolicy", "default-deny", view, spec)


def _object(api: str, kind: str, name: str, place: Place, spec: dict[str, object]) -> dict[str, object]:
    metadata = {"name": name, "namespace": place.namespace, "labels": labels(place.platform, place.environment)}
    return {"apiVersion": api, "kind": kind, "metadata": metadata, "spec": spec}
