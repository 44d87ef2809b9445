"""The chart: one for every service, copied as it is, and a values file for each service and environment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from plano.emitters.base import Batch, Copy, Data, Emitter, FileSpec, Subject
from plano.emitters.chart.values import build
from plano.emitters.chart.view import KINDS as KINDS
from plano.emitters.chart.view import ValuesView, views
from plano.emitters.templates import templates_root
from plano.platform.model import Platform

NAME = "chart"
FOLDER = "generated/chart"
VALUES = "generated/values"


class ChartEmitter(Emitter):
    """Helm's part of a platform that runs on Kubernetes."""

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """The chart's files, then the values of each environment in promotion order."""
        if all(system.name != "kubernetes" for system in platform.systems):
            return
        if all(service.kind not in KINDS for service in platform.services):
            return
        yield Batch(_chart, (platform.name,))
        for environment in platform.environments:
            yield from (Batch(_values, (shown,)) for shown in views(environment, platform))


def _chart(platform: str) -> Iterator[FileSpec]:
    subject = Subject("platform", platform, FOLDER)
    for path in _chart_files():
        yield FileSpec(NAME, subject, f"generated/{path}", Copy(path))


def _values(shown: ValuesView) -> Iterator[FileSpec]:
    folder = f"{VALUES}/{shown.environment}"
    subject = Subject("environment", shown.environment, folder)
    yield FileSpec(NAME, subject, f"{folder}/{shown.service.name}.yaml", Data(build, "yaml"), shown)


@cache
def _chart_files() -> tuple[str, ...]:
    root = templates_root()
    return tuple(sorted(path.relative_to(root).as_posix() for path in (root / "chart").rglob("*") if path.is_file()))


EMITTER = ChartEmitter()
