"""A service's image: the kit, the generated package and your own, on a plain Python."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.literals import Code
from plano.platform.model import Platform, Service

PYTHON = "3.11"


@dataclass(frozen=True, slots=True)
class ImageView:
    """What the Dockerfile and its allow-list show."""

    name: Code
    package: Code
    generated: Code
    python: Code
    repository: str
    description: str


def image(service: Service, platform: Platform) -> ImageView:
    """The image of a service."""
    return ImageView(
        name=Code(service.name),
        package=Code(service.package),
        generated=Code(service.generated),
        python=Code(PYTHON),
        repository=platform.repository,
        description=service.description or service.name,
    )
