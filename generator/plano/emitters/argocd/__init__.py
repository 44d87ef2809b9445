"""Argo CD: the root application, a project and an ApplicationSet per environment, and Argo CD's own values.

Here lives what follows Git into the cluster; what is in Git (the chart, values, Kafka) other emitters write.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from plano.emitters.argocd import applications, itself, projects, releases
from plano.emitters.base import Batch, Data, Emitter, FileSpec, Subject
from plano.emitters.namespaces.options import system
from plano.platform.model import Platform

NAME = "argocd"
FOLDER = "generated/argocd"
APPLICATIONS = f"{FOLDER}/apps"
VALUES = f"{FOLDER}/values.yaml"


class ArgocdEmitter(Emitter):
    """Yields `root.yaml`, `values.yaml`, and under `apps/` what the root application applies.

    Beginning, once: namespaces, the chart with these values, then `apps/project.yaml` and `root.yaml`, all applied
    on the server's side.
    """

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """All of it, where the blueprint names Argo CD and a cluster for it."""
        if system(platform, "argocd") is not None and system(platform, "kubernetes") is not None:
            yield Batch(_files, (platform,))


def _files(platform: Platform) -> Iterator[FileSpec]:
    subject = Subject("platform", platform.name, FOLDER)

    def file(path: str, build: Callable[..., object], view: Hashable) -> FileSpec:
        return FileSpec(NAME, subject, path, Data(build, "yaml"), view)

    own = itself.itself(platform, VALUES)
    sources = projects.PlatformProjectView(platform.name, (platform.repository, itself.CHARTS))
    yield file(f"{FOLDER}/root.yaml", applications.build, applications.root(platform, APPLICATIONS))
    yield file(VALUES, itself.build_values, own)
    yield file(f"{APPLICATIONS}/project.yaml", projects.build_platform, sources)
    yield file(f"{APPLICATIONS}/argocd.yaml", itself.build, own)
    yield file(f"{APPLICATIONS}/namespaces.yaml", applications.build, applications.shared(platform))
    for environment in platform.environments:
        folder = f"{APPLICATIONS}/{environment.name}"
        yield file(f"{folder}/project.yaml", projects.build, projects.project(environment, platform))
        for part, view in applications.of_environment(environment, platform):
            yield file(f"{folder}/{part}.yaml", applications.build, view)
        yield file(f"{folder}/services.yaml", releases.build, releases.releases(environment, platform))


EMITTER = ArgocdEmitter()
