"""The kit: the runtime package that every service stands on, copied as it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from plano.emitters.base import Batch, Copy, Emitter, FileSpec, Subject
from plano.emitters.templates import templates_root
from plano.platform.model import Platform

NAME = "kit"
_KIT = Subject("kit", "kit", "generated/kit")
_SKIPPED = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


class KitEmitter(Emitter):
    """Copies `templates/kit/` to `generated/kit/`, where there is a service that runs on it."""

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """The whole kit, or nothing."""
        if any(service.kind == "fastapi" for service in platform.services):
            yield Batch(_kit)


def _kit() -> Iterator[FileSpec]:
    return (FileSpec(NAME, _KIT, f"generated/{path}", Copy(path)) for path in _kit_files())


@cache
def _kit_files() -> tuple[str, ...]:
    root = templates_root()
    found = sorted(path.relative_to(root) for path in (root / "kit").rglob("*") if path.is_file())
    return tuple(str(path.as_posix()) for path in found if not _SKIPPED.intersection(path.parts))


EMITTER = KitEmitter()
