"""block-volume-replicas: several replicas would wait for a volume that one pod at a time mounts."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.places import Path, Places
from plano.platform.model import Platform
from plano.rules.findings import error

CODE = "block-volume-replicas"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """A service with a block volume (ReadWriteOnce in Kubernetes) has at most one replica in every environment."""
    for service in platform.services:
        blocks = [volume.name for volume in service.volumes if volume.kind == "block"]
        for environment in platform.environments if blocks else ():
            most = next(each for each in environment.deployments if each.service == service.name).scale.maximum
            if most > 1:
                yield _found(service.name, blocks[0], environment.name, most, places)
                break


def _found(service: str, volume: str, environment: str, most: int, places: Places) -> Diagnostic:
    own: Path = ("services", service, "scale")
    here: Path = ("environments", environment, "services", service, "scale")
    scale = here if places.has(here) else own
    key = next(name for name in ("max", "min") if places.has((*scale, name)))
    return error(
        CODE, f"{service!r} has up to {most} replicas in {environment!r}, and a block volume that one of them mounts",
        places.value((*scale, key)), "the others would wait for the volume",
        "write 1, or make the volume 'class: shared', which all of them mount",
        (Related("this volume", places.key(("services", service, "volumes", volume))),), f"service {service}",
    )  # fmt: skip
