"""An environment for a scaffolded repository, made without a network from what this repository's own has."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

BIN = Path(sys.executable).parent
TOOLS = ("ruff", "uv")
_NAME = re.compile(r"[-_.]+")


def equip(repository: Path, *more: str) -> None:
    """A `.venv` where pip finds, as installed, what `requirements.txt` and the kit's lock lead to, and nothing else.

    `more` are requirements besides, such as what builds a wheel.

    Plano alone is still missing. So `make setup` needs no network: it installs Plano from a wheelhouse, and sees
    that the rest is there; a tool that `requirements.txt` forgot is not.
    """
    subprocess.run([sys.executable, "-m", "venv", repository / ".venv"], check=True)
    shelf = repository.parent / f"{repository.name}-packages"
    shelf.mkdir()
    for each in _closure([*_asked(repository), *map(Requirement, more)]):
        for name in _top(each):
            if not (shelf / name).exists():
                (shelf / name).symlink_to(Path(str(each.locate_file(name))))
    [site] = (repository / ".venv" / "lib").glob("python*/site-packages")
    (site / "packages.pth").write_text(f"{shelf}\n")
    for tool in TOOLS:
        (repository / ".venv" / "bin" / tool).symlink_to(BIN / tool)


def _asked(repository: Path) -> list[Requirement]:
    lines = (repository / "requirements.txt").read_text().splitlines()
    lock = (repository / "generated" / "kit" / "requirements.lock").read_text().splitlines()
    locked = [line.removesuffix("\\") for line in lock if line[:1].isalnum()]
    return [Requirement(line) for line in (*lines, *locked) if line and not line.startswith("#")]


def _closure(asked: list[Requirement]) -> list[Distribution]:
    """What is installed here of all that these need, in turn, Plano left out."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while asked:
        wanted = asked.pop()
        name = _NAME.sub("-", wanted.name).lower()
        for extra in ("", *wanted.extras):
            if (name, extra) in seen or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
                continue
            seen.add((name, extra))
            found[name] = distribution(name)
            for line in found[name].requires or ():
                needed = Requirement(line)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    needed.marker = None
                    asked.append(needed)
    return [each for name, each in found.items() if name != "plano"]


def _top(of: Distribution) -> set[str]:
    """The files and folders of a distribution, right below where packages are."""
    return {path.parts[0] for path in of.files or () if path.parts[0] not in ("..", "__pycache__")}
