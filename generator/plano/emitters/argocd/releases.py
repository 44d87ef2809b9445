"""The services of an environment: an application for each file under `releases/<environment>/`."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.argocd.resources import API, BRANCH, CLUSTER, NAMESPACE, SERVICES, metadata, sync_policy
from plano.emitters.chart.patchable import patch_path
from plano.emitters.namespaces.labels import NAME, labels
from plano.platform.model import Environment, Platform

_SERVICE = '{{ trimSuffix ".yaml" .path.filename }}'


@dataclass(frozen=True, slots=True)
class ReleasesView:
    """An environment, and the repository that holds its releases."""

    platform: str
    environment: str
    namespace: str
    repository: str


def releases(environment: Environment, platform: Platform) -> ReleasesView:
    """The view of an environment's releases."""
    return ReleasesView(platform.name, environment.name, environment.namespace, platform.repository)


def build(view: ReleasesView) -> dict[str, object]:
    """An ApplicationSet in which a release decides both chart and image: its `commit` and its `digest`.

    It neither deletes an application whose file went (`create-update`) nor gives one a finalizer
    (`preserveResourcesOnDeletion`): what runs goes on running until a person removes it.
    """
    files = [{"path": f"releases/{view.environment}/*.yaml"}]
    return {
        "apiVersion": API,
        "kind": "ApplicationSet",
        "metadata": metadata(view.namespace, SERVICES, view.platform, view.environment, kept=True),
        "spec": {
            "goTemplate": True,
            "goTemplateOptions": ["missingkey=error"],
            "generators": [{"git": {"repoURL": view.repository, "revision": BRANCH, "files": files}}],
            "syncPolicy": {"applicationsSync": "create-update", "preserveResourcesOnDeletion": True},
            "template": {"metadata": _metadata(view), "spec": _spec(view)},
        },
    }


def _metadata(view: ReleasesView) -> dict[str, object]:
    # A dot stands in no environment's and no service's name, so that no two applications share one.
    return {
        "name": f"{view.environment}.{_SERVICE}",
        "namespace": NAMESPACE,
        "labels": {**labels(view.platform, view.environment), NAME: _SERVICE},
    }


def _spec(view: ReleasesView) -> dict[str, object]:
    return {
        "project": view.namespace,
        "source": {
            "repoURL": _as_it_stands(view.repository),
            "targetRevision": "{{ .commit }}",
            "path": "generated/chart",
            "helm": {
                "releaseName": _SERVICE,
                # The later file wins, so that what is derived is not changed by the first: that may say `patch` alone.
                "valueFiles": [
                    f"../../{patch_path(view.environment, _SERVICE)}",
                    f"../values/{view.environment}/{_SERVICE}.yaml",
                ],
                # Few have a patch. Without its values the chart refuses to be rendered.
                "ignoreMissingValueFiles": True,
                "parameters": [{"name": "image.digest", "value": "{{ .digest }}", "forceString": True}],
            },
        },
        "destination": {"server": CLUSTER, "namespace": view.namespace},
        "syncPolicy": sync_policy(prune=True, heal=True, options=("PruneLast=true",)),
    }


def _as_it_stands(text: str) -> str:
    """`text` as a Go template that gives just it."""
    return text.replace("{{", '{{ "{{" }}')
