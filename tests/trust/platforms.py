"""Small platforms that follow each other, their folders, and what a run from nothing gives."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

PLANO = Path(sys.executable).with_name("plano")

HEAD = """blueprint: 1
platform: {name: lab, domain: lab.example, registry: registry.lab.example/lab, repository: "https://git.lab.example/l.git"}
environments: {production: {public: false}}
hosts: {one: {address: 10.0.0.5, roles: [postgresql, control-plane, ingress]}}
systems: {kubernetes: {api: 10.0.0.7}, traefik: {}, kafka: {brokers: 1, storage: 5Gi}}
databases: {main: {host: one}}
"""
TOPIC = "topics:\n  samples.taken: {key: sample_id, partitions: 2, fields: {sample_id: uuid, label: string(40)}}\n"
SAMPLES = """services:
  samples:
    kind: fastapi
    database: main
    access: public
    entities: {Sample: {fields: {label: string(40)}, unique: [[label]]}}
    expose: {Sample: [list, get]}
    publishes: [samples.taken]
"""
MAILER = """  mailer:
    kind: fastapi
    database: main
    consumes: {samples.taken: {handler: tell}}
"""
ARCHIVE = """  archive:
    kind: fastapi
    database: main
    access: public
    entities: {Box: {fields: {shelf: string(20)}}}
    expose: {Box: [list, get, create]}
    consumes: {samples.taken: {handler: keep}}
"""
ROUTES = "routes:\n  /api/samples: {service: samples}\n"

FIRST = HEAD + TOPIC + SAMPLES + MAILER + ROUTES
"""Two services and a topic."""

SECOND = HEAD + TOPIC.replace("string(40)", "string(60)") + SAMPLES + ARCHIVE + ROUTES
"""The topic changed, the mailer went, the archive came."""

THIRD = SECOND.replace("shelf: string(20)", "shelf: string(30)").replace("string(60)", "string(50)")
"""What came changed once more."""

LONGER = ("{Sample: {fields: {label: string(40)}", "{Sample: {fields: {label: string(60)}")
"""A change of one service alone: what stands in the first, and what it becomes."""

YOURS = {
    "generated/notes.txt": b"mine\n",
    "generated/services/mailer/notes.txt": b"mine too\n",
    "services/samples/seed.py": b'"""Nothing to begin with."""\n',
    "services/mailer/handlers.py": b"async def tell(event: object, ctx: object) -> None:\n    pass\n",
    "README": b"mine as well\n",
}

_ABOVE_YOURS = {str(folder) for path in YOURS for folder in Path(path).parents}


def write_yours(root: Path) -> None:
    """Files that no run may touch, in and beside the folders of the generator."""
    for path, content in YOURS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def standing(root: Path, top: str = "generated") -> dict[str, tuple[int, bytes]]:
    """Path → mode and content of all below a folder, folders included, without what is yours and what it lies in."""
    found: dict[str, tuple[int, bytes]] = {}
    for path in sorted((root / top).rglob("*")):
        name = path.relative_to(root).as_posix()
        if name not in YOURS and name not in _ABOVE_YOURS and "__pycache__" not in name:
            mode = stat.S_IMODE(path.lstat().st_mode)
            found[name] = (mode, path.read_bytes() if path.is_file() else b"")
    return found


def files(root: Path) -> dict[str, bytes]:
    """Path → content of all derived files with their indexes."""
    return {name: content for name, (_, content) in standing(root).items() if (root / name).is_file()}


def leftovers(root: Path) -> list[str]:
    """Temporary files and folders without content."""
    found = [
        path
        for path in root.rglob("*")
        if path.name.endswith(".tmp") or path.match(".plano/stamp.*") or path.match(".plano/cache.*")
    ]
    found += [path for path in (root / "generated").rglob("*") if path.is_dir() and not any(path.iterdir())]
    return sorted(path.relative_to(root).as_posix() for path in found)


def plano(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command of Plano in `root`, as a process of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PLANO_", "GIT_"))}
    return subprocess.run(
        [PLANO, *words], cwd=root, env={**ours, **environment}, capture_output=True, text=True, timeout=120
    )


class ColdRuns:
    """What a run from nothing gives for a blueprint, each made once."""

    def __init__(self) -> None:
        self._made: dict[str, dict[str, tuple[int, bytes]]] = {}

    def of(self, blueprint: str) -> dict[str, tuple[int, bytes]]:
        """Path → mode and content."""
        if blueprint not in self._made:
            from tests.trust.runs import generate

            root = Path(tempfile.mkdtemp())
            (root / "blueprint.yaml").write_text(blueprint)
            assert generate(root) == 0
            self._made[blueprint] = standing(root)
            shutil.rmtree(root)
        return self._made[blueprint]
