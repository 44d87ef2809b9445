"""Names of the objects that a service becomes in the namespace of an environment, and how long each may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.language.places import Path
from plano.platform.model import Service

LONGEST_LABEL = 63
"""RFC 1123 and RFC 1035: the name of a Service or a namespace, the value of a label, a volume's name in a pod."""
LONGEST_RELEASE = 53
"""Helm: the name of a release, which is the service's own."""
LONGEST_CRONJOB = 52
"""Kubernetes, CronJob: eleven characters of a Job's name are the run's, and a Job's name is a label."""
LONGEST_NAME = 253
"""RFC 1123: a subdomain, as the names of all other objects are."""

_LIMITS = {
    "CronJob": LONGEST_CRONJOB,
    "Helm release": LONGEST_RELEASE,
    "Job": LONGEST_LABEL,
    "Service": LONGEST_LABEL,
    "volume": LONGEST_LABEL,
}


@dataclass(frozen=True, slots=True)
class ClusterName:
    """An object's kind and name, and the path of what it is made from; `pod` for what is known in a pod alone.

    Two of one kind and one name cannot be in one namespace, or in one pod.
    """

    kind: str
    name: str
    source: Path
    pod: str = ""

    @property
    def limit(self) -> int:
        """How many characters the name may have."""
        return _LIMITS.get(self.kind, LONGEST_NAME)


def cluster_names(service: Service) -> Iterator[ClusterName]:
    """Every name that the chart gives for a service, or can give in some environment; none for an external.

    Not those of routes: they end in a digest of the path.
    """
    if service.kind == "external":
        return
    at: Path = ("services", service.name)
    kit = service.kind == "fastapi"
    migrates = kit and service.database is not None
    yield ClusterName("Helm release", service.name, at)
    yield ClusterName("Service", service.name, at)
    yield ClusterName("ServiceAccount", service.name, at)
    components = ["api", *_running(service)]
    for component in components:
        for kind in ("Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy"):
            yield ClusterName(kind, f"{service.name}-{component}", at)
    if kit:
        yield ClusterName("Service", f"{service.name}-management", at)
        yield ClusterName("ServiceMonitor", service.name, at)
    if migrates or (kit and service.schedules):
        yield ClusterName("NetworkPolicy", f"{service.name}-job", at)
    if migrates:
        for kind in ("Job", "NetworkPolicy", "ServiceAccount"):
            yield ClusterName(kind, f"{service.name}-migrate", at)
        yield ClusterName("CronJob", f"{service.name}-prune", at)
    for schedule in service.schedules:
        yield ClusterName("CronJob", f"{service.name}-{schedule.name}", (*at, "schedule", schedule.name))
    for volume in service.volumes:
        source: Path = (*at, "volumes", volume.name)
        yield ClusterName("PersistentVolumeClaim", f"{service.name}-{volume.name}", source)
        yield ClusterName("volume", f"data-{volume.name}", source, service.name)


def _running(service: Service) -> Iterator[str]:
    if service.kind == "fastapi" and service.consumes:
        yield "consumer"
    if service.kind == "fastapi" and service.publishes:
        yield "relay"
