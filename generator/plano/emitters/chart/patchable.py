"""Which objects of a service a patch can reach, by the words that the chart knows them by."""

from __future__ import annotations

from collections.abc import Mapping

from plano.emitters.chart.values import RELAYS
from plano.emitters.chart.view import ValuesView

PATCHES = "overrides/values"
"""The folder of the values files that people write, laid out as `generated/values` is. They hold `patch` alone."""


def patch_path(environment: str, service: str) -> str:
    """Where the patch of a service in an environment stands, relative to the root."""
    return f"{PATCHES}/{environment}/{service}.yaml"


def patchable(view: ValuesView) -> Mapping[str, tuple[str, ...]]:
    """Kind → the second words of `patch`, sorted; a kind of which the service has nothing has none.

    The chart's own list, in `templates/patches.yaml`, says the same to Helm.
    """
    service, deployment = view.service, view.deployment
    kit = service.kind == "fastapi"
    migrates = ("migrate",) if kit and service.database else ()
    scales = {"api": (deployment.scale.minimum, deployment.scale.maximum)}
    if kit and service.consumes:
        scales["consumer"] = (deployment.consumers.minimum, deployment.consumers.maximum)
    if kit and service.publishes:
        scales["relay"] = (min(RELAYS, deployment.scale.minimum),) * 2
    jobs = ("job",) if migrates or (kit and service.schedules) else ()
    found = {
        "CronJob": [each.name for each in service.schedules] + (["prune"] if migrates else []),
        "Deployment": list(scales),
        "HTTPRoute": [] if view.proxied else [each.path for each in view.routes],
        "HorizontalPodAutoscaler": [name for name, (least, most) in scales.items() if most > least],
        "Job": migrates,
        "NetworkPolicy": [*scales, *jobs, *migrates],
        "PersistentVolumeClaim": [each.name for each in service.volumes],
        "PodDisruptionBudget": [name for name, (least, _) in scales.items() if least > 1],
        "Service": ["api", *(["management"] if view.scraped else [])],
        "ServiceAccount": ["service", *migrates],
        "ServiceMonitor": ["management"] if view.scraped else [],
    }
    return {kind: tuple(sorted(names)) for kind, names in found.items()}
