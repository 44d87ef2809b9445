"""The namespaces of the platform's systems: which pod security level each has, and why it is not stricter.

Levels are those of the Pod Security Standards of Kubernetes. What an environment runs is always `restricted`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plano.emitters.namespaces.labels import Phase
from plano.platform.model import Platform

Level = Literal["restricted", "baseline", "privileged"]

RESTRICTED = "Nothing in it needs more."


@dataclass(frozen=True, slots=True)
class SystemNamespace:
    """A namespace that is there where any of `systems` is named; `reason` says why its level is what it is."""

    name: str
    systems: tuple[str, ...]
    level: Level
    reason: str
    phase: Phase


TABLE: tuple[SystemNamespace, ...] = (
    SystemNamespace("argocd", ("argocd",), "restricted", RESTRICTED, "delivery"),
    SystemNamespace(
        "build",
        ("jenkins",),
        "privileged",
        "Rootless BuildKit makes user namespaces of its own, which the default seccomp and AppArmor profiles forbid. "
        "It runs alone on its own nodes and holds no other credential.",
        "delivery",
    ),
    SystemNamespace("cert-manager", ("certificates",), "restricted", RESTRICTED, "exposure"),
    # Code of a change runs here, beside no secret.
    SystemNamespace("checks", ("jenkins",), "restricted", RESTRICTED, "delivery"),
    SystemNamespace(
        "csi-nfs",
        ("nfs",),
        "privileged",
        "Its agent mounts file systems for the kubelet, on the node and as root.",
        "environment",
    ),
    SystemNamespace("elastic-system", ("elk",), "restricted", RESTRICTED, "delivery"),
    SystemNamespace("jenkins", ("jenkins",), "restricted", RESTRICTED, "delivery"),
    SystemNamespace("kafka-operator", ("kafka",), "restricted", RESTRICTED, "environment"),
    SystemNamespace(
        "logging",
        ("elk",),
        "baseline",
        "An operator writes the security contexts of Elasticsearch, Kibana and Logstash; "
        "the platform does not depend on each of them being as strict as 'restricted'.",
        "delivery",
    ),
    SystemNamespace(
        "longhorn-system",
        ("longhorn",),
        "privileged",
        "It gives out the disks of the nodes: its agents mount them and speak iSCSI, on the node and as root.",
        "environment",
    ),
    SystemNamespace("monitoring", ("prometheus", "grafana"), "restricted", RESTRICTED, "delivery"),
    SystemNamespace(
        "node-agents",
        ("prometheus", "elk"),
        "privileged",
        "What measures a node and ships its logs reads the node's own files and network. It serves nobody.",
        "delivery",
    ),
    SystemNamespace(
        "traefik",
        ("traefik",),
        "privileged",
        "It takes ports 80 and 443 of the ingress hosts, and 'baseline' forbids host ports. "
        "It runs as non-root on the pod network all the same.",
        "exposure",
    ),
)


def system_namespaces(platform: Platform, *, kafka_is_ours: bool) -> tuple[SystemNamespace, ...]:
    """The namespaces of the systems that `platform` names, sorted by name.

    `kafka_is_ours` says whether any environment has a Kafka that we run: only then is its operator there.
    """
    named = {each.name for each in platform.systems if each.name != "kafka" or kafka_is_ours}
    return tuple(each for each in TABLE if named & set(each.systems))
