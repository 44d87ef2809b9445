"""An editor with the YAML language server in it, and the reference blueprint to write in."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.client import Editor

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MODULES = ROOT / ".plano" / "npm" / "editor"
MANIFESTS = ("package.json", "package-lock.json")


@pytest.fixture(scope="session")
def server() -> list[str]:
    """The words that start the language server, installed under .plano from the lock beside this file."""
    npm, node = shutil.which("npm"), shutil.which("node")
    assert npm, "npm is missing: .ci/run installs it"
    assert node, "node is missing: .ci/run installs it"
    lock = (HERE / "package-lock.json").read_bytes()
    source = MODULES / "installed-from.json"
    if not source.is_file() or source.read_bytes() != lock:
        MODULES.mkdir(parents=True, exist_ok=True)
        for name in MANIFESTS:
            shutil.copyfile(HERE / name, MODULES / name)
        words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(words, cwd=MODULES, check=True, timeout=300)
        source.write_bytes(lock)
    return [node, str(MODULES / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"), "--stdio"]


@pytest.fixture(scope="session")
def editor(server: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in an empty folder, set to the published schema."""
    opened = Editor(server, ROOT / "schemas" / "blueprint.schema.json", tmp_path_factory.mktemp("editor"))
    try:
        yield opened
    finally:
        opened.close()
