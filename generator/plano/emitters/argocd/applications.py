"""Applications over folders of the platform's repository, and the root application over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.emitters.argocd.resources import (
    API,
    BRANCH,
    CLUSTER,
    DATA,
    NAMESPACE,
    NAMESPACES,
    PROJECT,
    PROJECTS,
    metadata,
    sync_policy,
)
from plano.emitters.kafka.options import own_kafka
from plano.platform.model import Environment, Platform


@dataclass(frozen=True, slots=True)
class FolderView:
    """An application that applies what lies in `folder`.

    `environment` is empty for what all share.
    """

    name: str
    platform: str
    environment: str
    project: str
    namespace: str
    repository: str
    folder: str
    wave: int


def root(platform: Platform, folder: str) -> FolderView:
    """The application of applications, over `folder` and all in it."""
    return FolderView("root", platform.name, "", PROJECT, NAMESPACE, platform.repository, folder, PROJECTS)


def shared(platform: Platform) -> FolderView:
    """The namespaces of the platform's systems."""
    folder = "generated/kubernetes/system"
    return FolderView("namespaces", platform.name, "", PROJECT, NAMESPACE, platform.repository, folder, NAMESPACES)


def of_environment(environment: Environment, platform: Platform) -> Iterator[tuple[str, FolderView]]:
    """The applications of an environment, each with its part's name: its namespace, then its Kafka if it is ours."""
    parts = [("namespace", NAMESPACES)]
    if own_kafka(platform, environment) is not None:
        parts.append(("kafka", DATA))
    for part, wave in parts:
        yield (
            part,
            FolderView(
                name=f"{environment.name}-{part}",
                platform=platform.name,
                environment=environment.name,
                project=environment.namespace,
                namespace=environment.namespace,
                repository=platform.repository,
                folder=f"generated/kubernetes/{environment.name}/{part}",
                wave=wave,
            ),
        )


def build(view: FolderView) -> dict[str, object]:
    """An Application that prunes nothing by itself: what a deleted line leaves is shown, and a person removes it."""
    return {
        "apiVersion": API,
        "kind": "Application",
        "metadata": metadata(view.name, view.wave, view.platform, view.environment, kept=True),
        "spec": {
            "project": view.project,
            "source": {
                "repoURL": view.repository,
                "targetRevision": BRANCH,
                "path": view.folder,
                "directory": {"recurse": True},
            },
            "destination": {"server": CLUSTER, "namespace": view.namespace},
            "syncPolicy": sync_policy(prune=False, heal=True),
        },
    }
