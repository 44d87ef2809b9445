"""Names of the objects that a service becomes in the namespace of an environment, and how long each may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

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

_OF_COMPONENT = ("Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy")
_LIMITS = {
    "CronJob": LONGEST_CRONJOB,
    "Helm release": LONGEST_RELEASE,
    "Job": LONGEST_LABEL,
    "Service": LONGEST_LABEL,
    "volume": LONGEST_LABEL,
}


class ClusterName(NamedTuple):
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
    for kind, end in _own(service):
        yield ClusterName(kind, service.name + end, at)
    for schedule in service.schedules:
        yield ClusterName("CronJob", f"{service.name}-{schedule.name}", (*at, "schedule", schedule.name))
    for volume in service.volumes:
        source: Path = (*at, "volumes", volume.name)
        yield ClusterName("PersistentVolumeClaim", f"{service.name}-{volume.name}", source)
        yield ClusterName("volume", f"data-{volume.name}", source, service.name)


def may_exceed(service: Service) -> bool:
    """Whether a name of a service could have more characters than it may; where not, none need be counted."""
    if service.schedules or service.volumes:
        return True
    return len(service.name) + max(len(end) for _, end in _own(service)) > min(_LIMITS.values())


def may_meet(services: Iterable[Service]) -> Iterator[Service]:
    """The services of which a name could be given twice; where none can, no two need be compared.

    All but a volume in its pod begin with the service's own name and end there or go on after a hyphen. So two
    services can only meet where one is named `a` and the other `a-b`; one alone only in what its author names.
    """
    known = {service.name: service for service in services}
    longer = {name: [start for start in _starts(name) if start in known] for name in known}
    met = {each for name, starts in longer.items() if starts for each in (name, *starts)}
    return (each for name, each in known.items() if name in met or each.schedules or each.volumes)


def _starts(name: str) -> Iterator[str]:
    """`a` and `a-b` of `a-b-c`."""
    return (name[: hyphen.start()] for hyphen in re.finditer("-", name))


def _own(service: Service) -> tuple[tuple[str, str], ...]:
    """Kinds and what follows the service's name, of what it becomes but for its schedules and volumes."""
    return _ends(
        service.kind == "fastapi",
        consumes=bool(service.consumes),
        publishes=bool(service.publishes),
        keeps=service.database is not None,
        schedules=bool(service.schedules),
    )


@cache
def _ends(kit: bool, *, consumes: bool, publishes: bool, keeps: bool, schedules: bool) -> tuple[tuple[str, str], ...]:
    found = [("Helm release", ""), ("Service", ""), ("ServiceAccount", "")]
    running = ("-api", "-consumer" if kit and consumes else "", "-relay" if kit and publishes else "")
    for end in filter(None, running):
        found += [(kind, end) for kind in _OF_COMPONENT]
    if kit:
        found += [("Service", "-management"), ("ServiceMonitor", "")]
    if kit and (keeps or schedules):
        found.append(("NetworkPolicy", "-job"))
    if kit and keeps:
        found += [(kind, "-migrate") for kind in ("Job", "NetworkPolicy", "ServiceAccount")]
        found.append(("CronJob", "-prune"))
    return tuple(found)
