"""Projects: what an application may be made from, where it may go, and which kinds it may hold."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.argocd.resources import API, CLUSTER, PROJECT, PROJECTS, metadata
from plano.emitters.kafka.options import own_kafka
from plano.platform.model import Environment, Platform

Kind = tuple[str, str]
"""Group (empty for the core) and kind."""

_ALWAYS: tuple[Kind, ...] = (
    ("", "ConfigMap"),
    ("", "LimitRange"),
    ("", "PersistentVolumeClaim"),
    ("", "ResourceQuota"),
    ("", "Service"),
    ("", "ServiceAccount"),
    ("apps", "Deployment"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("policy", "PodDisruptionBudget"),
)
_WITH_SYSTEM: dict[str, tuple[Kind, ...]] = {
    "certificates": (("cert-manager.io", "Certificate"),),
    "prometheus": (
        ("monitoring.coreos.com", "PodMonitor"),
        ("monitoring.coreos.com", "PrometheusRule"),
        ("monitoring.coreos.com", "ServiceMonitor"),
    ),
    "traefik": (("gateway.networking.k8s.io", "HTTPRoute"), ("traefik.io", "Middleware")),
}
_WITH_KAFKA: tuple[Kind, ...] = tuple(
    ("kafka.strimzi.io", kind) for kind in ("Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser")
)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """The project of one environment."""

    platform: str
    environment: str
    namespace: str
    repository: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class PlatformProjectView:
    """The project of what environments share. `sources` are the repositories that it may read."""

    platform: str
    sources: tuple[str, ...]


def project(environment: Environment, platform: Platform) -> ProjectView:
    """The view of an environment's project."""
    return ProjectView(
        platform.name, environment.name, environment.namespace, platform.repository, kinds(environment, platform)
    )


def kinds(environment: Environment, platform: Platform) -> tuple[Kind, ...]:
    """The namespaced kinds that an environment's applications may hold, sorted. No Secret: Ansible applies those."""
    found = list(_ALWAYS)
    for system in platform.systems:
        found += _WITH_SYSTEM.get(system.name, ())
    if own_kafka(platform, environment) is not None:
        found += _WITH_KAFKA
    return tuple(sorted(found))


def build(view: ProjectView) -> dict[str, object]:
    """An AppProject that allows one namespace and just the kinds that are emitted for it.

    Resources that nobody declares are shown as orphans, but for Secrets, which are not in Git.
    """
    return {
        "apiVersion": API,
        "kind": "AppProject",
        "metadata": metadata(view.namespace, PROJECTS, view.platform, view.environment),
        "spec": {
            "description": f"The environment {view.environment}: its namespace alone.",
            "sourceRepos": [view.repository],
            "destinations": [{"server": CLUSTER, "namespace": view.namespace}],
            "clusterResourceWhitelist": [{"group": "", "kind": "Namespace", "name": view.namespace}],
            "namespaceResourceWhitelist": [{"group": group, "kind": kind} for group, kind in view.kinds],
            "orphanedResources": {"warn": True, "ignore": [{"group": "", "kind": "Secret"}]},
        },
    }


def build_platform(view: PlatformProjectView) -> dict[str, object]:
    """The AppProject of Argo CD itself, the root application and the systems.

    Operators bring definitions and roles of the whole cluster, so that it is bounded by where it may read alone.
    """
    return {
        "apiVersion": API,
        "kind": "AppProject",
        "metadata": metadata(PROJECT, PROJECTS, view.platform),
        "spec": {
            "description": "What all environments share. No service belongs here.",
            "sourceRepos": list(view.sources),
            "destinations": [{"server": CLUSTER, "namespace": "*"}],
            "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
        },
    }
