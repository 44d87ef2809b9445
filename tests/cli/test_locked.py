"""One writer at a time: a command that writes does not begin while another plano writes, and says who that is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from plano.output.lock import writing
from tests.editing.depot import DEPOT, depot, plano

Captured = pytest.CaptureFixture[str]

UNTIDY = DEPOT.replace("two: {address: 10.0.0.2, roles: [worker, build]}", "two: {roles: [build], address: 10.0.0.2}")
MISSPELT = DEPOT.replace("database: main", "database: mian", 1)

RECIPE = "fastapi/Dockerfile.jinja"

WRITERS: dict[str, tuple[list[str], str]] = {
    "add": (["add", "system", "elk"], DEPOT),
    "rm": (["rm", "route", "/shelf"], DEPOT),
    "fix": (["fix"], MISSPELT),
    "fmt": (["fmt"], UNTIDY),
    "rename": (["rename", "host", "one", "first"], DEPOT),
    "rename, going on": (["rename", "--continue"], DEPOT),
    "stub": (["stub"], DEPOT),
    "generate": (["generate"], DEPOT),
    "eject": (["eject", "--yes"], DEPOT),
    "update": (["update"], DEPOT),
    "update, pretended": (["update", "--pretend"], DEPOT),
}


def everything(root: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def sentence() -> str:
    """What is said while this very process writes."""
    return f"another plano writes here (process {os.getpid()}): wait for it to end\n"


@pytest.mark.parametrize(("words", "text"), WRITERS.values(), ids=WRITERS)
def test_a_command_that_writes_names_the_other_and_writes_nothing(
    words: list[str], text: str, tmp_path: Path, capsys: Captured
) -> None:
    depot(tmp_path, text)
    with writing(tmp_path):
        before = everything(tmp_path)
        code, _, err = plano(tmp_path, capsys, *words)
        assert everything(tmp_path) == before
    assert (code, err) == (1, sentence())


@pytest.mark.parametrize("name", ["add", "rm", "fix", "fmt", "rename", "stub", "generate"])
def test_once_the_other_has_ended_the_same_command_writes(name: str, tmp_path: Path, capsys: Captured) -> None:
    words, text = WRITERS[name]
    depot(tmp_path, text)
    with writing(tmp_path):
        pass
    before = everything(tmp_path)
    _, _, err = plano(tmp_path, capsys, *words)
    assert "another plano" not in err
    assert everything(tmp_path) != before


def test_a_new_platform_waits_for_the_one_that_is_being_made_there(tmp_path: Path, capsys: Captured) -> None:
    template, folder = tmp_path / "template", tmp_path / "mine"
    subprocess.run(["git", "init", "--quiet", str(template)], check=True)
    folder.mkdir()
    with writing(folder):
        code, out, err = plano(tmp_path, capsys, "new", str(folder), "--defaults", "--source", str(template))
        assert list(everything(folder)) == [".plano/lock"]
    assert (code, out, err) == (1, "", sentence())


def test_the_commands_of_overrides_wait_too_and_call_it_an_error(tmp_path: Path, capsys: Captured) -> None:
    depot(tmp_path)
    assert plano(tmp_path, capsys, "generate")[0] == 0
    assert plano(tmp_path, capsys, "templates", "eject", RECIPE)[0] == 0
    edited = tmp_path / "generated/kit/plano_kit/problems.py"
    edited.write_text(edited.read_text() + "# ours\n")
    with writing(tmp_path):
        before = everything(tmp_path)
        for words in (
            ["templates", "eject", "fastapi/pyproject.toml.jinja"],
            ["templates", "confirm", RECIPE],
            ["adopt", str(edited)],
        ):
            assert plano(tmp_path, capsys, *words) == (1, "", sentence()), words
        assert everything(tmp_path) == before
