"""The Pythons of this machine that Plano supports, one for each minor version, and what Plano needs beside each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SUPPORTED = ("3.11", "3.12", "3.13")
LOCK = REPOSITORY / "requirements.lock"
UV = Path(sys.executable).with_name("uv")
_ASK = "import sys; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"


def found() -> dict[str, Path]:
    """Minor version → an interpreter that answers with it: this one, those on the path, of uv and of pyenv."""
    known: dict[str, Path] = {}
    for candidate in _candidates():
        version = _answer(candidate)
        if version in SUPPORTED:
            known.setdefault(version, candidate)
    return dict(sorted(known.items()))


def environment(python: Path, folder: Path) -> Path:
    """An interpreter in a new environment at `folder` with what the generator needs, in the locked versions.

    Plano itself is not in it. Needs the network where uv has not kept these packages.
    """
    wanted = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    _run(UV, "venv", "--quiet", "--python", python, folder)
    inside = folder / "bin" / "python"
    _run(UV, "pip", "install", "--quiet", "--python", inside, "--constraint", LOCK, *wanted)
    return inside


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"


def _candidates() -> Iterator[Path]:
    yield Path(sys.executable)
    for version in SUPPORTED:
        on_path = shutil.which(f"python{version}")
        if on_path is not None:
            yield Path(on_path)
    listed = subprocess.run(
        [UV, "python", "list", "--only-installed", "--offline", "--output-format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        yield from (Path(each["path"]) for each in json.loads(listed.stdout))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob("versions/3.*/bin/python"))


def _answer(python: Path) -> str:
    """The minor version of a CPython; empty for what does not run."""
    try:
        done = subprocess.run([python, "-c", _ASK], capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    name, _, version = done.stdout.strip().partition(" ")
    return version if name == "cpython" else ""
