"""The examples in the help of commands that edit: each runs, one after the other, on the reference platform."""

from __future__ import annotations

import importlib
import shlex
from pathlib import Path

import pytest

from plano.cli.main import run
from tests.test_cases import REFERENCE


def examples(command: str) -> list[list[str]]:
    """The lines of a command's help that are command lines, without what is said beside them."""
    told = importlib.import_module(f"plano.cli.{command}").command.help or ""
    lines = (line.strip().partition("   ")[0] for line in told.splitlines())
    return [shlex.split(line)[1:] for line in lines if line.startswith(f"plano {command} ")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The reference platform before it had an elk: one of the examples adds it."""
    lines = REFERENCE.read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("  elk:"))
    (tmp_path / "blueprint.yaml").write_text(kept, "utf-8")
    return tmp_path


def test_every_example_of_add_and_then_of_rm_does_what_it_says(root: Path) -> None:
    told = [*examples("add"), *examples("rm")]
    assert {words[1] for words in told} == {"host", "service", "topic", "route", "entity", "field", "system"}
    for words in told:
        before = (root / "blueprint.yaml").read_text("utf-8")
        assert run(["--root", str(root), *words]) == 0, words
        changed = (root / "blueprint.yaml").read_text("utf-8") != before
        assert changed == ("--dry-run" not in words), words


def test_an_example_that_does_not_run_would_be_seen(root: Path) -> None:
    """A route to a service that has no endpoints, as one example had it."""
    assert run(["--root", str(root), "add", "service", "billing", "--kind", "fastapi", "--database", "main"]) == 0
    assert run(["--root", str(root), "add", "route", "/api/billing", "--to", "billing"]) == 1
