"""Where nobody takes what is printed, or the folder has gone, a command says so and does not fail as by a bug."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.trust.platforms import FIRST, LONGER, PLANO, plano
from tests.trust.runs import generated


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return generated(tmp_path / "lab", FIRST)


def shell(root: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell in which `$PLANO` is the command; exit code and stderr are the line's."""
    words = ["bash", "-o", "pipefail", "-c", line]
    return subprocess.run(
        words, cwd=root, env={**os.environ, "PLANO": str(PLANO)}, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("closed", [">&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["generate", "check", "check --format json", "diff"])
def test_closed_streams_are_as_if_nobody_read_them(root: Path, words: str, closed: str) -> None:
    done = shell(root, f"$PLANO {words} {closed}")
    assert (done.returncode, "Traceback" in done.stderr, "bug" in done.stderr) == (0, False, False)


def test_with_closed_streams_all_is_written_and_nothing_into_another_file(root: Path) -> None:
    (root / "blueprint.yaml").write_text(FIRST.replace(*LONGER))
    assert shell(root, "$PLANO generate <&- >&- 2>&-").returncode == 0
    assert plano(root, "check").returncode == 0
    assert (root / ".plano/lock").read_text().strip().isdecimal()


@pytest.mark.parametrize("words", ["generate", "check", "check --format json", "--help"])
def test_where_standard_output_is_full_a_sentence_says_so(root: Path, words: str) -> None:
    done = shell(root, f"$PLANO {words} > /dev/full")
    assert done.returncode == 1
    assert "standard output cannot be written: no space left on device." in done.stderr
    assert not {"Traceback", "bug"} & set(done.stderr.split())
    assert not (root / ".plano/report.txt").exists()


def test_a_reader_that_leaves_early_is_no_mistake(root: Path) -> None:
    done = shell(root, "$PLANO check --format json | head -c0; $PLANO generate | true")
    assert done.stderr.replace("3 notes in blueprint.yaml. 1 migration needed. plano check shows them.\n", "") == ""


@pytest.mark.parametrize("words", ["generate", "check", "--root . generate", "--root . check"])
def test_a_folder_that_is_no_longer_there_is_told(tmp_path: Path, words: str) -> None:
    done = shell(tmp_path, f"mkdir gone && cd gone && rmdir ../gone && $PLANO {words}")
    assert done.returncode == 2
    assert "this folder is no longer there: go to another" in done.stderr


def test_a_root_that_is_named_in_full_needs_no_folder_around_it(root: Path, tmp_path: Path) -> None:
    done = shell(tmp_path, f"mkdir gone && cd gone && rmdir ../gone && $PLANO --root {root} check")
    assert done.returncode == 0


@pytest.mark.parametrize("words", ["generate", "check", "fix", "diff"])
def test_a_pipe_in_the_place_of_the_blueprint_is_not_waited_for(tmp_path: Path, words: str) -> None:
    os.mkfifo(tmp_path / "blueprint.yaml")
    done = plano(tmp_path, "--root", ".", *words.split())
    assert done.returncode == 2
    assert "blueprint.yaml is a pipe or a device, and a blueprint is a file: move it away" in done.stderr
