"""What `check` says before the first `generate`, and where a file of yours went: each cause once, with its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import HANDLERS, Repository


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path, capsys)


def test_before_the_first_generation_no_handler_is_missed_that_it_writes(lab: Repository) -> None:
    code, out, _ = lab.plano("check")
    said = " ".join(out.split())
    assert code == 1
    assert "error[missing]" in said
    assert "derived files and 2 first versions of yours are missing: " in said
    assert "missing-handler" not in said
    assert lab.plano("generate")[0] == 0
    assert lab.plano("check")[0] == 0


def test_handlers_that_went_are_missing_once_and_come_back(lab: Repository) -> None:
    assert lab.plano("generate")[0] == 0
    (lab.root / HANDLERS).unlink()
    code, out, _ = lab.plano("check")
    assert code == 1
    assert f"error[missing]: 1 first version of yours is missing: {HANDLERS} " in " ".join(out.split())
    assert "missing-handler" not in out
    assert lab.plano("generate")[0] == 0
    assert lab.plano("check")[0] == 0


def test_a_handlers_file_without_a_handler_is_still_told(lab: Repository) -> None:
    assert lab.plano("generate")[0] == 0
    lab.write(HANDLERS, "")
    code, out, _ = lab.plano("check")
    assert (code, "error[missing-handler]" in out) == (1, True)


def test_check_counts_derived_files_and_generate_says_that_it_counts_yours_too(lab: Repository) -> None:
    assert lab.plano("generate")[0] == 0
    derived = int(lab.plano("check")[1].splitlines()[-1].split()[1])
    lab.write("README.md", "")  # something to look at again
    last = lab.plano("generate")[1].splitlines()[-1]
    assert f"{derived + 2} files are in place, first versions of yours counted, in " in last
