"""The version of Plano that a repository pins, as a program: this one, or one that is installed aside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distributions, version
from pathlib import Path

from packaging.requirements import Requirement
from uv import find_uv_bin

from plano import __version__
from plano.scaffold.errors import ScaffoldError

_LEAD = re.compile(r"^\s*(?:error|cause|fatal):\s*")
_ASIDE = re.compile(r"\s*(?:hint:|---)")
_USER = re.compile(r"://[^/@\s]+@")


@dataclass(frozen=True, slots=True)
class Program:
    """Plano in one version; `folder` holds it where it is not this one."""

    version: str
    folder: Path | None = None

    def run(self, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of it, in the platform at `root`."""
        variables = {**os.environ, "COLUMNS": "9999"}  # a headline is one line for whoever reads it here
        if self.folder is not None:
            before = (variables.get("PYTHONPATH"),)
            variables["PYTHONPATH"] = os.pathsep.join(filter(None, (str(self.folder), *before)))
        command = [sys.executable, "-m", "plano", "--root", str(root), *words]
        return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=variables)


def program(wanted: str, folder: Path) -> Program:
    """Plano in the version `wanted`, installed in `folder` where it is not the one that runs.

    It comes from where `make` of the repository takes it: from PLANO_FIND_LINKS, a folder of wheels; from PLANO_GIT,
    a Git address, at the version's tag; else from the package index. What it needs besides is taken from here where
    that will do. ScaffoldError where it cannot be had.
    """
    if wanted == __version__:
        return Program(wanted)
    _install(wanted, folder, "--no-deps")
    if not _satisfied(folder):
        _install(wanted, folder)
    return Program(wanted, folder)


def _install(wanted: str, folder: Path, *options: str) -> None:
    source, links = [f"plano=={wanted}"], os.environ.get("PLANO_FIND_LINKS")
    if links:
        source += ["--no-index", "--find-links", links]
    elif address := os.environ.get("PLANO_GIT"):
        source = [f"plano @ git+{address}@v{wanted}"]
    command = [find_uv_bin(), "pip", "install", "--quiet", "--python", sys.executable, "--target", str(folder)]
    whole = {**os.environ, "UV_NO_WRAP": "1"}  # uv breaks its lines by COLUMNS, and a reason is one line here
    done = subprocess.run(
        [*command, *options, *source], capture_output=True, text=True, errors="replace", check=False, env=whole
    )
    if done.returncode:
        raise ScaffoldError(
            f"plano {wanted} cannot be installed: {_reason(done.stderr)}\n"
            "Set PLANO_FIND_LINKS to a folder with its wheel, or PLANO_GIT to its Git address"
        )


def _reason(said: str) -> str:
    """What went wrong and its cause, of all that uv says; without what an address has before its host."""
    lines = [line for line in said.splitlines() if line.strip() and not _ASIDE.match(line)]
    cause = [line for line in lines[1:] if "fatal:" in line][:1] or lines[1:][-1:]
    chosen = (_LEAD.sub("", line).strip().rstrip(".") for line in (*lines[:1], *cause))
    return _USER.sub("://", ": ".join(chosen)) or "uv says nothing"


def _satisfied(folder: Path) -> bool:
    """Whether all that the program in `folder` needs is installed here."""
    found = next((each for each in distributions(name="plano", path=[str(folder)])), None)
    return found is not None and all(map(_is_here, _needed(found)))


def _needed(found: Distribution) -> list[Requirement]:
    needed = [Requirement(each) for each in found.requires or ()]
    return [each for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]


def _is_here(needed: Requirement) -> bool:
    try:
        return needed.specifier.contains(version(needed.name), prereleases=True)
    except PackageNotFoundError:
        return False
