"""volume-paths-clash: one volume would hide another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "volume-paths-clash"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """The volumes of a service are at paths of which none is in another, and none is the root of its file system.

    Sorted by the parts of their paths, all that lies in one follows it.
    """
    for name, service in blueprint.services.items():
        at: Path = ("services", name, "volumes")
        parts = {volume: _parts(each.path) for volume, each in service.volumes.items()}
        outer: str | None = None
        for volume in sorted(parts, key=lambda each: parts[each]):
            span = places.value((*at, volume, "path"))
            if not parts[volume]:
                yield error(CODE, f"the volume {volume!r} of {name!r} would hide the whole image", span,
                            "the root of the file system", "choose a folder below it, such as '/data'",
                            subject=f"service {name}")  # fmt: skip
            elif outer is None or parts[volume][: len(parts[outer])] != parts[outer]:
                outer = volume
            else:
                same = parts[volume] == parts[outer]
                said = "are at one path" if same else f"hide one another: {outer!r} holds the path of {volume!r}"
                yield error(
                    CODE, f"the volumes {outer!r} and {volume!r} of {name!r} {said}", span, "",
                    "give them paths of which neither is in the other",
                    (Related(f"{outer!r} is here", places.value((*at, outer, "path"))),), f"service {name}",
                )  # fmt: skip


def _parts(path: str) -> tuple[str, ...]:
    """The path's folders; doubled slashes, `.` and a slash at the end say nothing."""
    return tuple(part for part in PurePosixPath(path).parts if part.strip("/"))
