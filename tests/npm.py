"""Tools that npm brings for tests: installed once under `.plano/npm/`, from a lock beside their test."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_MODULES = Path(__file__).parents[1] / ".plano" / "npm"
_MANIFESTS = ("package.json", "package-lock.json")


def installed(manifests: Path, name: str) -> Path:
    """The folder `.plano/npm/<name>` with what the package-lock.json in `manifests` names."""
    npm = shutil.which("npm")
    assert npm, "npm is missing: .ci/run installs it"
    lock = (manifests / "package-lock.json").read_bytes()
    folder = _MODULES / name
    source = folder / "installed-from.json"
    if not source.is_file() or source.read_bytes() != lock:
        folder.mkdir(parents=True, exist_ok=True)
        for each in _MANIFESTS:
            shutil.copyfile(manifests / each, folder / each)
        words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(words, cwd=folder, check=True, timeout=300)
        source.write_bytes(lock)
    return folder
