"""Making the code of one service the user's: what moves from generated/ to services/, and what the blueprint says."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from plano.emitters.fastapi.package import EMITTER
from plano.leaving.headers import without_header
from plano.leaving.keys import ejected_service
from plano.leaving.plan import Edit
from plano.output.disk import Disk
from plano.output.tree import Tree
from plano.pipeline import BLUEPRINT
from plano.platform.model import Service

_BESIDE = ("Makefile", "pyproject.toml", ".gitlab-ci.yml", "mypy.ini", "ruff.toml")
"""Files at the root that may name the folder; what derives from the blueprint follows by itself."""


@dataclass(frozen=True, slots=True)
class Move:
    """A file's old path, its new one, and what it holds there; `edited` where a person had changed it."""

    old: str
    new: str
    content: bytes
    edited: bool


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """What becomes the user's, the blueprint afterwards, what is in the way, and lines that name the old folder."""

    service: Service
    moves: tuple[Move, ...]
    blueprint: bytes
    obstacles: tuple[str, ...]
    mentions: tuple[str, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What is written before the rest is derived anew: the copies, then the blueprint."""
        return (*(Edit(move.new, move.content) for move in self.moves), Edit(BLUEPRINT, self.blueprint))


def plan_service(service: Service, tree: Tree, root: Path) -> ServicePlan:
    """What ejecting `service` does, where the disk is as the tree says but for edits by hand; those move too."""
    disk = Disk(root)
    moves = tuple(_moves(service, tree, disk))
    there = ((move, disk.read(move.new)) for move in moves)
    obstacles = tuple(
        move.new for move, found in there if found != move.content and (found is not None or disk.obstacle(move.new))
    )
    raw = disk.read(BLUEPRINT) or b""
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    text = ejected_service(raw.removeprefix(mark).decode(), service.name)
    return ServicePlan(service, moves, mark + text.encode(), obstacles, tuple(_mentions(service, disk)))


def _moves(service: Service, tree: Tree, disk: Disk) -> Iterator[Move]:
    own = replace(service, ejected=True)
    renamed = (
        (f"{service.source}/{service.generated}/", f"{own.source}/{own.generated}/"),
        (f"{service.home}/Dockerfile", f"{own.home}/Dockerfile"),
    )
    for path, file in tree.files.items():
        if file.once or file.emitter != EMITTER or not path.startswith(f"{service.home}/"):
            continue
        inner = path.removeprefix(f"{service.home}/")
        folder = own.source if inner.startswith(f"{service.generated}/") else own.home
        content = disk.read(path)
        edited = content != file.content
        content = content if edited and content is not None else without_header(file.content)
        if inner.startswith("Dockerfile"):
            for old, new in renamed:
                content = content.replace(old.encode(), new.encode())
        yield Move(path, f"{folder}/{inner}", content, edited)


def _mentions(service: Service, disk: Disk) -> Iterator[str]:
    for path in _BESIDE:
        for number, line in enumerate((disk.read(path) or b"").split(b"\n"), 1):
            if f'{service.home}"'.encode() in line or f"{service.home}/".encode() in line:
                yield f"{path}:{number}"
