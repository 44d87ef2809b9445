"""Packages with plug-ins, as they lie on disk once installed, and Plano run as a process that finds them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import plano
from tests.cli.test_commands import BLUEPRINT

GENERATOR = Path(plano.__file__).parents[1]


@dataclass
class Site:
    """A folder of installed packages, and a platform's repository beside it."""

    packages: Path
    root: Path

    def install(self, name: str, code: str, **points: str) -> None:
        """A package of one module, with entry points: `emitters` or `rules`, as `name = module:attribute`."""
        (self.packages / f"{name}.py").write_text(code)
        about = self.packages / f"{name}-1.2.3.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2.3\n")
        groups = (f"[plano.{group}]\n{point}\n" for group, point in points.items())
        (about / "entry_points.txt").write_text("".join(groups))

    def plano(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        paths = os.pathsep.join((str(self.packages), str(GENERATOR)))
        done = subprocess.run(
            [sys.executable, "-m", "plano", "--root", self.root, *words],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        return done.returncode, done.stdout, done.stderr

    def files(self) -> dict[str, bytes]:
        """Every derived file with its bytes."""
        found = (self.root / "generated").rglob("*")
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found if path.is_file()}


def site(place: Path) -> Site:
    """Nothing installed, and a blueprint."""
    made = Site(place / "packages", place / "platform")
    made.packages.mkdir()
    made.root.mkdir()
    (made.root / "blueprint.yaml").write_text(BLUEPRINT)
    return made


def emitter(
    body: str = "", *, path: str = "generated/notes/a.json", name: str = "notes", more: str = "interface=1"
) -> str:
    """The code of an emitter that makes one file; `body` stands in its function, before that."""
    return f"""from pathlib import Path
from plano.emitters.base import Copy, Data, FileSpec, Subject, Template
from plano.plugins import EmitterPlugin


def build(view):
    return {{"about": view}}


def files(platform):
    about = Subject("platform", platform.name, "generated/notes")
    {body or "pass"}
    yield FileSpec({name!r}, about, {path!r}, Data(build), platform.name)


EMITTER = EmitterPlugin({name!r}, files, {more})
"""


def rule(body: str, *, more: str = "interface=1") -> str:
    """The code of a rule on a blueprint; `body` are its lines, in which `found` makes a finding."""
    return f'''from plano.diagnostics.model import Diagnostic, Severity
from plano.plugins import RulePlugin

PAGE = """# short-name
A name has fewer than three letters.

## Why
Nobody knows what it means. It is found everywhere.

## Wrong
A service named `a`.

## Right
A service named `accounts`.

## Accepting it
It can be accepted with a reason.
"""


def found(blueprint, places):
    span = places.key(("services", "samples"))
    return Diagnostic("short-name", Severity.WARNING, "a name is short", span, "this one", subject="service samples")


def check(blueprint, places):
    {body}


RULES = RulePlugin("names", {{"short-name": PAGE}}, {more}, blueprint=check)
'''
