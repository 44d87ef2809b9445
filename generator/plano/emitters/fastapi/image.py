"""A service's image: the kit, the generated package and your own, on a plain Python."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.literals import Code
from plano.platform.model import Service

PYTHON = "3.11"
_REFUSED = ("generated/kit/plano_kit/testing/", "**/__pycache__/", "**/tests/", "**/.env")
"""What of the context is left out: only tests and machines need it."""


@dataclass(frozen=True, slots=True)
class ImageView:
    """What the Dockerfile and its allow-list show."""

    name: Code
    package: Code
    generated: Code
    python: Code
    repository: str
    description: str
    allowed: tuple[Code, ...]
    refused: tuple[Code, ...]


def image(service: Service, repository: str) -> ImageView:
    """The image of a service."""
    return ImageView(
        name=Code(service.name),
        package=Code(service.package),
        generated=Code(service.generated),
        python=Code(PYTHON),
        repository=repository,
        description=service.description or service.name,
        allowed=tuple(map(Code, build_context(service))),
        refused=tuple(map(Code, _REFUSED)),
    )


def build_context(service: Service) -> tuple[str, ...]:
    """What a build of the service's image sees of the repository: files, and folders with a `/` at their end."""
    return (
        "generated/kit/plano_kit/",
        "generated/kit/requirements.lock",
        f"generated/services/{service.name}/{service.generated}/",
        f"services/{service.package}/",
    )


def enters_image(path: str, service: Service) -> bool:
    """Whether a change of the file at `path` gives another image: it is copied in, or says how that is done."""
    folder = f"generated/services/{service.name}"
    if service.kind != "fastapi":
        return False
    if path in (f"{folder}/Dockerfile", f"{folder}/Dockerfile.dockerignore"):
        return True
    inside = any(path.startswith(each) if each.endswith("/") else path == each for each in build_context(service))
    return inside and not any(_matches(path, each) for each in _REFUSED)


def _matches(path: str, refused: str) -> bool:
    """Docker's patterns, as far as `_REFUSED` uses them: a folder, or `**/` before a name anywhere."""
    name = refused.removeprefix("**/").rstrip("/")
    return name in path.split("/") if refused.startswith("**/") else path.startswith(refused)
