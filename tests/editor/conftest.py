"""An editor with the YAML language server in it, and the reference blueprint to write in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import npm
from tests.editor.client import Editor

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture(scope="session")
def server() -> list[str]:
    """The words that start the language server, installed under .plano from the lock beside this file."""
    node = shutil.which("node")
    assert node, "node is missing: .ci/run installs it"
    modules = npm.installed(HERE, "editor")
    return [node, str(modules / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"), "--stdio"]


@pytest.fixture(scope="session")
def editor(server: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in an empty folder, set to the published schema."""
    opened = Editor(server, ROOT / "schemas" / "blueprint.schema.json", tmp_path_factory.mktemp("editor"))
    try:
        yield opened
    finally:
        opened.close()
