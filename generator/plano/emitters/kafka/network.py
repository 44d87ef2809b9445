"""`network.yaml`: what Kafka's own pods may reach in a namespace that denies everything else.

Strimzi writes the policies of what may reach them (the listener's peers, its operators); it writes none for egress.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from plano.emitters.kafka.cluster import CLUSTER, CLUSTER_LABEL
from plano.emitters.namespaces.labels import labels

API_PORT = 6443
"""kubespray's `kube_apiserver_port`, and the port that kubeadm gives it."""
NODE_LOCAL_DNS = "169.254.25.10/32"
"""kubespray's `nodelocaldns_ip`."""

_REPLICATION = 9091
_CONTROL_PLANE = 9090
"""Strimzi's internal listeners: between controllers and brokers, and from the operators."""


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The namespace of a Kafka. `control_plane` are the addresses of the cluster's API, empty where unknown."""

    platform: str
    environment: str
    namespace: str
    control_plane: tuple[str, ...]


def document(view: NetworkView) -> dict[str, object]:
    """Egress to each other, to names, and to the API that brokers and operators read their secrets from."""
    ours = {"matchLabels": {CLUSTER_LABEL: CLUSTER}}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {
            "name": "kafka-egress",
            "namespace": view.namespace,
            "labels": labels(view.platform, view.environment),
        },
        "spec": {
            "podSelector": ours,
            "policyTypes": ["Egress"],
            "egress": [
                {"to": [{"podSelector": ours}], "ports": _ports("TCP", _CONTROL_PLANE, _REPLICATION)},
                _names(),
                _kubernetes(view),
            ],
        },
    }


def _names() -> dict[str, object]:
    system = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
    servers = {"matchExpressions": [{"key": "k8s-app", "operator": "In", "values": ["kube-dns", "node-local-dns"]}]}
    return {
        "to": [{"namespaceSelector": system, "podSelector": servers}, {"ipBlock": {"cidr": NODE_LOCAL_DNS}}],
        "ports": [*_ports("UDP", 53), *_ports("TCP", 53)],
    }


def _kubernetes(view: NetworkView) -> dict[str, object]:
    """The API's own addresses, since a policy judges a packet after its service's address was translated."""
    if not view.control_plane:
        return {"ports": _ports("TCP", 443, API_PORT)}
    blocks = [{"ipBlock": {"cidr": _alone(address)}} for address in view.control_plane]
    return {"to": blocks, "ports": _ports("TCP", API_PORT)}


def _alone(address: str) -> str:
    return f"{address}/{ip_address(address).max_prefixlen}"


def _ports(protocol: str, *numbers: int) -> list[dict[str, object]]:
    return [{"protocol": protocol, "port": number} for number in numbers]
