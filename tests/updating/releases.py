"""Three releases of Plano in one bare repository, each with its wheel; between them the language changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from plano import __version__
from tests.scaffold.repositories import ROOT, git, variables

SOURCES = ("generator", "templates", "schemas", "copier.yml", "pyproject.toml", "README.md", "LICENSE")
VERSIONS = ("0.7.0", "0.8.0", "0.9.0")

_STEPS = '''"""The migrations of the language that there are."""

from __future__ import annotations

from plano.editing.edit import add_entry
from plano.editing.sheet import Sheet, UneditableError
from plano.migrating.model import Migration, rename_key, replace_value

_REGISTRY = ("platform", "registry")


def _mail_is_contact(sheet: Sheet) -> Sheet:
    path = ("platform", "mail")
    return rename_key(sheet, path, "contact") if sheet.has(path) else sheet


def _registry_is_split(sheet: Sheet) -> Sheet:
    host, _, folder = str(sheet.value(_REGISTRY)).partition("/")
    if not folder:
        raise UneditableError("'registry' has no path that could be the project", 0)
    return add_entry(replace_value(sheet, _REGISTRY, host), ("platform", "project"), folder)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(0, "'mail' of the platform is 'contact'", _mail_is_contact),
    Migration(1, "'registry' is split: what follows its host is 'project'", _registry_is_split),
)
'''
_PACKAGE = "generator/plano"
_WHOLE = 'f"{{{0}.registry}}/{{{0}.project}}"'
_EVERY_RELEASE = (
    (f"{_PACKAGE}/__init__.py", __version__, "{version}"),
    ("copier.yml", f'"{__version__}"', '"{version}"'),
)
_LANGUAGE_0 = (
    (f"{_PACKAGE}/language/blueprint.py", "LANGUAGE_VERSION = 1", "LANGUAGE_VERSION = 0"),
    (f"{_PACKAGE}/language/blueprint.py", "Literal[1]", "Literal[0]"),
    (f"{_PACKAGE}/language/models/platform.py", "    contact: Email", "    mail: Email"),
    (f"{_PACKAGE}/platform/resolve.py", "about.contact", "about.mail"),
    ("templates/platform/blueprint.yaml.jinja", "blueprint: 1 ", "blueprint: 0 "),
)
_LANGUAGE_2 = (
    (f"{_PACKAGE}/language/blueprint.py", "LANGUAGE_VERSION = 1", "LANGUAGE_VERSION = 2"),
    (f"{_PACKAGE}/language/blueprint.py", "Literal[1]", "Literal[2]"),
    (f"{_PACKAGE}/language/models/platform.py", "    repository: Url\n", "    project: str\n    repository: Url\n"),
    (f"{_PACKAGE}/platform/resolve.py", "registry=about.registry", f"registry={_WHOLE.format('about')}"),
    (f"{_PACKAGE}/platform/services.py", "blueprint.platform.registry", _WHOLE.format("blueprint.platform")),
    ("templates/platform/blueprint.yaml.jinja", "blueprint: 1 ", "blueprint: 2 "),
)  # fmt: skip
_SECOND = (
    ("templates/platform/.editorconfig", "indent_size = 2", "indent_size = 3"),
    ("templates/platform/.gitignore", "__pycache__/", "__pycache__/\n*.log"),
    ("templates/fastapi/Dockerfile.jinja", "{% block health %}", "# asked often\n{% block health %}"),
)
_THIRD = (
    ("templates/platform/releases/README.md", "# ", "# The third: "),
    ("templates/fastapi/Dockerfile.jinja", "{% block labels %}\n", '{% block labels %}\nLABEL third="yes"\n'),
)
_CHANGES = (_LANGUAGE_0, _SECOND, (*_SECOND, *_THIRD, *_LANGUAGE_2))


@dataclass(frozen=True, slots=True)
class Releases:
    """The bare repository, the folder of wheels, and for each version the folder in which it is installed."""

    repository: Path
    wheels: Path
    installed: Path
    home: Path

    def plano(self, version: str, root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One command of that version, in `root`. Other versions come from the wheels, unless `more` says whence."""
        source = more or {"PLANO_FIND_LINKS": str(self.wheels)}
        environment = {**variables(self.home), "PYTHONPATH": str(self.installed / version), **source}
        command = [sys.executable, "-m", "plano", *words]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment)


def released(folder: Path) -> Releases:
    """The three, built here and now from what this repository holds."""
    source, bare, wheels, installed = (folder / name for name in ("source", "plano.git", "wheels", "installed"))
    wheels.mkdir()
    _copy(source)
    git(source, "init", "--quiet", "--initial-branch=main")
    for version, changes in zip(VERSIONS, _CHANGES, strict=True):
        _copy(source)
        (source / _PACKAGE / "migrating/registry.py").write_text(_STEPS)
        for path, old, new in (*_EVERY_RELEASE, *changes):
            text = (source / path).read_text()
            assert old in text, f"{path} says no {old!r}"
            (source / path).write_text(text.replace(old, new.replace("{version}", version)))
        git(source, "add", "--all")
        git(source, "commit", "--quiet", "--message", version)
        git(source, "tag", f"v{version}")
        words = ("-m", "pip", "--disable-pip-version-check", "--quiet")
        wheel = ("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(source))
        subprocess.run([sys.executable, *words, *wheel], check=True, cwd=folder)
        install = ("install", "--no-deps", "--no-index", "--target", str(installed / version))
        subprocess.run([sys.executable, *words, *install, str(next(wheels.glob(f"*-{version}-*")))], check=True)
    git(folder, "clone", "--quiet", "--bare", str(source), str(bare))
    return Releases(bare, wheels, installed, folder / "home")


def _copy(folder: Path) -> None:
    """What this repository holds now, committed or not."""
    for path in SOURCES:
        shutil.rmtree(folder / path, ignore_errors=True)
    words = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *SOURCES)
    for path in filter(None, git(ROOT, *words).split("\0")):
        if os.path.lexists(ROOT / path):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path, follow_symlinks=False)
