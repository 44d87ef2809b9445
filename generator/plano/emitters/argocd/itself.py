"""Argo CD itself: the values of its chart, and the application that keeps them applied."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.argocd.resources import API, BRANCH, CLUSTER, NAMESPACE, PROJECT, PROJECTS, metadata, sync_policy
from plano.emitters.namespaces.options import system, text
from plano.emitters.versions import version_of
from plano.platform.model import Platform

CHART = "argo-cd"
CHARTS = "https://argoproj.github.io/argo-helm"
"""Where the chart is published."""

_HEALTH = """\
local health = {status = "Progressing", message = "not in sync yet"}
local status = obj.status
if status ~= nil and status.health ~= nil then
  local synced = status.sync ~= nil and status.sync.status == "Synced"
  local succeeded = status.operationState ~= nil and status.operationState.phase == "Succeeded"
  if synced or succeeded or status.health.status == "Degraded" then
    health.status = status.health.status
    health.message = status.health.message
  end
end
return health
"""
"""The health of an application as its parent sees it, without which waves wait for nothing.

Argo CD has not judged it by itself since 1.8. From 3.4 on, a resource that is missing no longer shows in an
application's health: so it counts as healthy only once it is in sync, or its last sync succeeded and what is left is
for a person to prune.
"""


@dataclass(frozen=True, slots=True)
class ItselfView:
    """Argo CD of one platform. `values` is the path of the values file in the platform's repository."""

    platform: str
    domain: str
    repository: str
    version: str
    values: str


def itself(platform: Platform, values: str) -> ItselfView:
    """The view of Argo CD itself."""
    version = version_of(CHART, text(system(platform, "argocd") or {}, "version"))
    return ItselfView(platform.name, platform.domain, platform.repository, version, values)


def build_values(view: ItselfView) -> dict[str, object]:
    """What differs from the chart's defaults.

    The file generator of ApplicationSets is told to keep `*` inside one folder, or a file below `releases/<env>/`
    would be a release. Sign-on through Dex and notifications are not deployed, since nothing declares them.
    """
    return {
        "global": {"domain": f"argocd.{view.domain}"},
        "crds": {"install": True, "keep": True},
        "configs": {
            "cm": {"resource.customizations.health.argoproj.io_Application": _HEALTH},
            "params": {"applicationsetcontroller.enable.new.git.file.globbing": "true"},
        },
        "dex": {"enabled": False},
        "notifications": {"enabled": False},
    }


def build(view: ItselfView) -> dict[str, object]:
    """The Application of Argo CD. It neither prunes nor heals: a bad change must not lock out who would mend it."""
    return {
        "apiVersion": API,
        "kind": "Application",
        "metadata": metadata("argocd", PROJECTS, view.platform, kept=True),
        "spec": {
            "project": PROJECT,
            "sources": [
                {
                    "repoURL": CHARTS,
                    "chart": CHART,
                    "targetRevision": view.version,
                    "helm": {"releaseName": "argocd", "valueFiles": [f"$values/{view.values}"]},
                },
                {"repoURL": view.repository, "targetRevision": BRANCH, "ref": "values"},
            ],
            "destination": {"server": CLUSTER, "namespace": NAMESPACE},
            "syncPolicy": sync_policy(prune=False, heal=False),
        },
    }
