"""The reference gives the same bytes and modes in every folder, zone, locale, umask, order of hashes and Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plano.output.index import INDEX_NAME, index_text
from plano.pipeline import build_root
from tests.output import pythons
from tests.output.pythons import REPOSITORY

Tree = dict[str, tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Machine:
    """What a process can see of where it runs."""

    umask: int
    folder: str
    seed: str
    zone: str
    locale: str
    more: Mapping[str, str] = field(default_factory=dict)


MACHINES = {
    "plain": Machine(0o022, "plain", "0", "UTC", "C.UTF-8"),
    "other": Machine(0o077, "Ünïcode folder/with 'quotes' and spaces", "4242", "Pacific/Kiritimati", "tr_TR.UTF-8"),
    "bare": Machine(0o000, "a/b/c/d", "1", "America/St_Johns", "C", {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "japanese": Machine(0o027, "-x", "random", "Asia/Tokyo", "ja_JP.eucJP", {"HOME": "/nonexistent", "COLUMNS": "40"}),
}


def run_on(machine: Machine, top: Path, python: Path, *words: str) -> tuple[Path, str]:
    """Run a Python there, with this repository's generator; gives the folder and what it said."""
    root = top / machine.folder
    root.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PLANO_", "LC_"))}
    done = subprocess.run(
        ["sh", "-c", f'umask {machine.umask:03o} && exec "$0" "$@"', python, *words],
        cwd=root,
        env={
            **kept,
            "PYTHONPATH": str(REPOSITORY / "generator"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": machine.seed,
            "TZ": machine.zone,
            "LC_ALL": machine.locale,
            **machine.more,
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return root, done.stdout


def generated(machine: Machine, top: Path, python: Path = Path(sys.executable)) -> Tree:
    """What `plano generate` writes there for the reference, with modes; first versions of your files are in it."""
    root = top / machine.folder
    root.mkdir(parents=True)
    shutil.copyfile(REPOSITORY / "blueprint.yaml", root / "blueprint.yaml")
    run_on(machine, top, python, "-m", "plano", "generate")
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mode & 0o777, path.read_bytes() if path.is_file() else b"")
        for name in ("generated", "services")
        for path in (root / name).rglob("*")
    }


def differing(ours: Tree, theirs: Tree) -> list[str]:
    """Paths that are not in both with the same bytes and modes."""
    return sorted(path for path in {*ours, *theirs} if ours.get(path) != theirs.get(path))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return generated(MACHINES["plain"], tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("name", [name for name in MACHINES if name != "plain"])
def test_another_machine_gives_the_same_bytes_and_modes(plain: Tree, tmp_path: Path, name: str) -> None:
    assert differing(plain, generated(MACHINES[name], tmp_path)) == []


def test_the_bytes_are_those_that_are_made_in_memory_and_the_modes_are_fixed(plain: Tree) -> None:
    tree = build_root(REPOSITORY).tree
    assert tree is not None
    indexes = {f"{folder}/{INDEX_NAME}": index_text(hashes).encode() for folder, hashes in tree.hashes.items()}
    wanted = {**{path: file.content for path, file in tree.files.items()}, **indexes}
    folders = {path for path, (mode, _) in plain.items() if mode == 0o755}
    assert {path: content for path, (_, content) in plain.items() if path not in folders} == wanted
    assert {mode for path, (mode, _) in plain.items() if path not in folders} == {0o644}


HERE = "{}.{}".format(*sys.version_info)
PYTHONS = [
    pytest.param(version, marks=() if version == HERE else pytest.mark.real, id=f"python {version}")
    for version in pythons.found()
]


@pytest.mark.parametrize("version", PYTHONS)
def test_every_supported_python_of_this_machine_gives_the_same_bytes_and_modes(
    plain: Tree, tmp_path: Path, version: str
) -> None:
    """What another Python needs is installed first, as `make test-real` may."""
    python = pythons.found()[version]
    if version != HERE:
        python = pythons.environment(python, tmp_path / "environment")
    made = generated(MACHINES["other"], tmp_path, python)
    assert run_on(MACHINES["other"], tmp_path, python, "-c", SAY_VERSION)[1].strip() == version
    assert differing(plain, made) == []


SAY_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
LEANS = {
    "order of hashes": "print({'amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'haven'})",
    "zone": "import time; print(time.strftime('%Y-%m-%d %H:%M', time.localtime(10**9)))",
    "umask": "import os; open('made', 'w').close(); print(oct(os.stat('made').st_mode))",
    "folder": "import os; print(os.getcwd().rpartition('/')[2])",
    "encoding": "print(open(__import__('os').devnull).encoding)",
}


@pytest.mark.parametrize("lean", LEANS)
def test_a_program_that_leans_on_where_it_runs_would_be_found_out(tmp_path: Path, lean: str) -> None:
    python = Path(sys.executable)
    said = {name: run_on(machine, tmp_path, python, "-c", LEANS[lean])[1] for name, machine in MACHINES.items()}
    assert len(set(said.values())) > 1, said


def test_one_byte_one_mode_and_one_file_more_are_seen(plain: Tree) -> None:
    path = next(path for path in plain if path.endswith(".py"))
    mode, content = plain[path]
    assert differing(plain, dict(plain)) == []
    assert differing(plain, {**plain, path: (mode, content + b" ")}) == [path]
    assert differing(plain, {**plain, path: (0o600, content)}) == [path]
    assert differing(plain, {**plain, "generated/more": (mode, b"")}) == ["generated/more"]
