"""The chart: one for every service, copied as it is, and a values file for each service and environment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from plano.emitters.base import Copy, Data, FileSpec, Subject
from plano.emitters.chart.values import build
from plano.emitters.chart.view import view
from plano.emitters.templates import templates_root
from plano.platform.model import Platform

FOLDER = "generated/chart"
VALUES = "generated/values"
KINDS = frozenset({"fastapi", "container"})


class ChartEmitter:
    """Helm's part of a platform that runs on Kubernetes."""

    name = "chart"

    def files(self, platform: Platform) -> Iterator[FileSpec]:
        """The chart's files, then the values of each environment in promotion order."""
        if all(system.name != "kubernetes" for system in platform.systems):
            return
        if all(service.kind not in KINDS for service in platform.services):
            return
        chart = Subject("platform", platform.name, FOLDER)
        for path in _chart_files():
            yield FileSpec(self.name, chart, f"generated/{path}", Copy(path))
        for environment in platform.environments:
            folder = f"{VALUES}/{environment.name}"
            subject = Subject("environment", environment.name, folder)
            for deployment in environment.deployments:
                service = platform.service(deployment.service)
                if service.kind in KINDS:
                    shown = view(service, deployment, environment, platform)
                    yield FileSpec(self.name, subject, f"{folder}/{service.name}.yaml", Data(build, "yaml"), shown)


@cache
def _chart_files() -> tuple[str, ...]:
    root = templates_root()
    return tuple(sorted(path.relative_to(root).as_posix() for path in (root / "chart").rglob("*") if path.is_file()))


EMITTER = ChartEmitter()
