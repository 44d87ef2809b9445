"""A service's own dependencies, locked by uv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PYTHON = "3.11"


class LockingError(Exception):
    """Why a lock could not be written, in a sentence with its next step."""


def lock_service(root: Path, package: str) -> int:
    """Write `services/<package>/requirements.lock` and give how many packages it holds.

    Every version has its hashes, for all systems, and no index is named. A lock that exists is kept to where
    it still fits. LockingError where uv or the pyproject.toml is missing, or no versions fit together.
    """
    folder = root / "services" / package
    project = folder / "pyproject.toml"
    if not project.is_file():
        raise LockingError(f"services/{package}/pyproject.toml is not there: 'plano generate' writes a first one")
    lock = folder / "requirements.lock"
    temporary = folder / f".requirements.lock.{os.getpid()}.tmp"
    if lock.is_file():
        shutil.copyfile(lock, temporary)
    try:
        done = subprocess.run(
            [
                *(_uv(), "pip", "compile", str(project), "--output-file", str(temporary)),
                *("--python-version", PYTHON, "--universal", "--generate-hashes", "--no-annotate", "--no-header"),
                *("--no-emit-index-url", "--no-emit-find-links", "--quiet"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            reason = " ".join(done.stderr.split())
            raise LockingError(f"services/{package}: uv found no versions that fit: {reason}")
        os.replace(temporary, lock)
    finally:
        temporary.unlink(missing_ok=True)
    return sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())


def _uv() -> str:
    """The uv beside this Python, else the one on the path."""
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    if found is None:
        raise LockingError("plano lock needs uv: pip install uv")
    return found
