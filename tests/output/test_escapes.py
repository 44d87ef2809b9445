"""A name in an index may be anybody's: no terminal and no log is steered by it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plano.diagnostics.github import render
from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.report import Report
from plano.output.compare import compare
from plano.output.difference import differences
from plano.output.index import INDEX_NAME, fingerprint
from plano.output.tree import Tree
from tests.trust.platforms import FIRST, plano
from tests.trust.runs import generated

HOSTILE = "x\x1b[2K\x1b[1A\x1b]0;owned\x07\x1b[32mAll is fine\r\x9b1m"


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    """A platform with an index that knows a file of such a name, as if Plano had written it."""
    root = generated(tmp_path / "lab", FIRST)
    old = root / "generated/old"
    old.mkdir()
    (old / HOSTILE).write_text("mine\n")
    (old / INDEX_NAME).write_text(f"{fingerprint(b'mine' + bytes([10]))} {HOSTILE}\n", newline="")
    return root


COMMANDS = ("check", "check --format github", "diff", "diff --names", "diff --format stat", "generate")


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("edited", [False, True])
def test_no_command_prints_it_as_it_is(root: Path, words: str, edited: bool) -> None:
    if edited:
        (root / "generated/old" / HOSTILE).write_text("theirs \x1b[31m\n")
        words = words.replace("generate", "generate --force")
    done = plano(root, *words.split())
    said = done.stdout + done.stderr
    assert "owned" in said or "All is fine" in said
    if not (edited and words == "diff"):  # a patch has the content as it is
        assert not {"\x1b", "\x07", "\x9b"} & set(said)
        assert "fine\n" not in said  # as which its carriage return would be read here


def test_the_difference_that_an_edit_made_is_shown_with_its_codes(root: Path) -> None:
    derived = root / "generated/services/mailer/Dockerfile"
    derived.write_text(derived.read_text() + "# \x1b[2Jmine\n")
    (root / "generated/old" / INDEX_NAME).unlink()
    said = plano(root, "generate").stderr
    assert "+# <U+001B>[2Jmine" in said
    assert "\x1b" not in said


def test_a_patch_names_such_a_file_as_git_does_and_git_applies_it(root: Path) -> None:
    tree = Tree({})
    hostile = [each for each in differences(tree, compare(tree, root)) if "owned" in each.path]
    (difference,) = hostile
    assert r'"a/generated/old/x\033[2K' in difference.patch
    patch = difference.patch.encode()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "apply", "-"], cwd=root, input=patch, check=True)
    assert not (root / "generated/old" / HOSTILE).exists()


def test_an_annotation_shows_codes_and_keeps_the_lines_of_its_message() -> None:
    found = Diagnostic("some-code", Severity.ERROR, "a\x1b[31mb\nc", Span("x\x1b.yaml", 1, 1, 1, 2))
    said = render(Report((found,)))
    assert "file=x<U+001B>.yaml," in said
    assert said.endswith("::a<U+001B>[31mb%0Ac\n")
