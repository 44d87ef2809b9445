"""The wheel, installed in an empty environment in another place, writes the same bytes as this repository."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=clean)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def plano(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel, what it needs, and nothing of this repository."""
    place = tmp_path_factory.mktemp("elsewhere")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", place, REPOSITORY, cwd=place)
    [wheel] = place.glob("plano-*.whl")
    run(sys.executable, "-m", "venv", place / "environment", cwd=place)
    python = place / "environment" / "bin" / "python"
    run(python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", wheel, cwd=place)
    return place / "environment" / "bin" / "plano"


def differences(ours: Path, theirs: Path) -> list[str]:
    """Paths below both folders that are not there twice with the same bytes."""
    found = []
    names = {path.relative_to(top) for top in (ours, theirs) for path in top.rglob("*") if path.is_file()}
    for name in sorted(names):
        both = (ours / name).is_file() and (theirs / name).is_file()
        if "__pycache__" not in name.parts and not (both and filecmp.cmp(ours / name, theirs / name, shallow=False)):
            found.append(str(name))
    return found


@pytest.mark.real
def test_the_wheel_generates_the_same_bytes(plano: Path, tmp_path: Path) -> None:
    for name in ("services", "schemas"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "blueprint.yaml", tmp_path)
    run(plano, "generate", cwd=tmp_path)
    assert differences(REPOSITORY / "generated", tmp_path / "generated") == []
    run(plano, "check", cwd=tmp_path)
    assert run(plano, "schema", cwd=tmp_path) == (REPOSITORY / "schemas" / "blueprint.schema.json").read_text()
    assert "unknown-topic" in run(plano, "explain", "--list", cwd=tmp_path)


@pytest.mark.real
def test_one_other_byte_would_be_seen(plano: Path, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "generated" / "contracts", tmp_path / "contracts")
    file = tmp_path / "contracts" / "topics.json"
    file.write_bytes(file.read_bytes() + b" ")
    assert differences(REPOSITORY / "generated" / "contracts", tmp_path / "contracts") == ["topics.json"]
    assert plano.exists()
