"""What every Argo CD resource of ours has in common: names, waves, and how a sync is done."""

from __future__ import annotations

from plano.emitters.namespaces.labels import KEPT, labels

API = "argoproj.io/v1alpha1"
NAMESPACE = "argocd"
CLUSTER = "https://kubernetes.default.svc"
BRANCH = "HEAD"
"""The default branch of the platform's repository. Releases and charts are named by exact revisions."""

PROJECT = "platform"
"""The project of what environments share. An environment's is its namespace, which has a hyphen; this has none."""

WAVE = "argocd.argoproj.io/sync-wave"

PROJECTS, NAMESPACES, STORAGE, OPERATORS, DATA, INGRESS, BUILDS = (0, 10, 20, 30, 40, 50, 60)
"""Waves of the root application, each of which waits for the health of the ones before it."""

SERVICES = INGRESS
"""Services need their namespace and Kafka. They wait neither for the builds nor for one another."""


def metadata(name: str, wave: int, platform: str, environment: str = "", *, kept: bool = False) -> dict[str, object]:
    """The metadata of a resource beside Argo CD. Where `kept`, a person says yes before it is removed."""
    return {
        "name": name,
        "namespace": NAMESPACE,
        "labels": labels(platform, environment),
        "annotations": {WAVE: str(wave), **(KEPT if kept else {})},
    }


def sync_policy(*, prune: bool, heal: bool, options: tuple[str, ...] = ()) -> dict[str, object]:
    """How an application follows Git: at once, applied by the server, and tried again where it failed.

    The pauses between tries double from 10 s to at most 5 min; `refresh` takes up what was pushed meanwhile.
    """
    return {
        "automated": {"prune": prune, "selfHeal": heal},
        "syncOptions": ["ServerSideApply=true", "FailOnSharedResource=true", *options],
        "retry": {"limit": 10, "refresh": True, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "5m"}},
    }
