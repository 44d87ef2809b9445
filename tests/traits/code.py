"""Judges of the code that is emitted: ruff and mypy, each over the services of all the platforms that it is given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.fastapi.package import ROOT
from tests.fastapi.test_packages import packages, run
from tests.traits.platforms import Emitted


def written(platforms: Iterable[Emitted], folder: Path) -> None:
    """Write the code of several platforms into one repository, your first handlers too; the kit is the same for all.

    AssertionError where two platforms have a service of one name.
    """
    for emitted in platforms:
        code = {
            path: content
            for path, content in emitted.files.items()
            if path.startswith(("generated/services/", "services/"))
        }
        for service in emitted.platform.services:
            assert not (folder / "generated/services" / service.name).exists(), service.name
        Emitted(emitted.platform, code, ()).write(folder)


def ruff_says(folder: Path) -> str:
    """What ruff has against the code in a repository; empty where it has nothing."""
    # Which packages are a platform's own, ruff cannot know in a folder elsewhere, and so not how to group imports.
    lint = ["--config", str(ROOT / "pyproject.toml"), "--config", "lint.per-file-ignores = {'**' = ['E501', 'I001']}"]
    checked = run(folder, "-m", "ruff", "check", "--no-cache", *lint, str(folder))
    formatted = run(folder, "-m", "ruff", "format", "--check", "--no-cache", *lint, str(folder))
    return "".join(each.stdout + each.stderr for each in (checked, formatted) if each.returncode)


def mypy_says(folder: Path) -> str:
    """What `mypy --strict` has against it, its handlers included; empty where it has nothing."""
    named = [word for package in (*packages(folder), "services") for word in ("-p", package)]
    strict = ["--strict", "--config-file=", "--explicit-package-bases", "--follow-imports=silent"]
    done = run(folder, "-m", "mypy", *strict, *named)
    return done.stdout + done.stderr if done.returncode else ""
