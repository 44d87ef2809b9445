"""Which files of the repository a release of a service carries into an environment."""

from __future__ import annotations

from plano.delivery.release import values_of
from plano.emitters.chart.patchable import patch_path
from plano.emitters.fastapi.image import enters_image
from plano.platform.model import Service

CHART = "generated/chart"


def carries(path: str, service: Service, environment: str) -> bool:
    """Whether a change of the file at `path` changes what runs: it enters the image, the chart or the values."""
    values = (values_of(environment, service.name), patch_path(environment, service.name))
    if path in values or path.startswith(f"{CHART}/"):
        return True
    if service.kind == "fastapi":
        return enters_image(path, service)
    return any(path.startswith(f"{folder}/") for folder in _own(service))


def folders(service: Service, environment: str) -> tuple[str, ...]:
    """Where all files that it carries lie: those, and others."""
    values = (values_of(environment, service.name), patch_path(environment, service.name))
    return (CHART, *values, "generated/kit", *_own(service))


def _own(service: Service) -> tuple[str, str]:
    return f"generated/services/{service.name}", f"services/{service.package}"
