"""Which services a set of changed files touches, judged by what enters their images."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plano.emitters.fastapi.image import enters_image
from plano.platform.model import Platform, Service


@dataclass(frozen=True, slots=True)
class Affected:
    """A service whose image has to be built again, the image's name without a tag, and the files that say so."""

    service: str
    image: str
    files: tuple[str, ...]


def affected(platform: Platform, changed: Iterable[str]) -> tuple[Affected, ...]:
    """The services with an image of ours into which one of the `changed` paths goes, in the blueprint's order."""
    paths = tuple(changed)
    found = []
    for service in platform.services:
        files = tuple(path for path in paths if enters_image(path, service))
        if files:
            found.append(Affected(service.name, image_name(platform, service), files))
    return tuple(found)


def image_name(platform: Platform, service: Service) -> str:
    """`<registry>/<service>`."""
    return f"{platform.registry}/{service.name}"
