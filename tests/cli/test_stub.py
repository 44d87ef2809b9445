"""`plano stub` appends to your handlers, and leaves every byte of yours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.test_commands import BLUEPRINT, HANDLERS, Repository

MORE = BLUEPRINT.replace(
    "routes:", "      drop_sample: {path: /samples/drop, request: {label: string(10)}, response: Sample}\nroutes:"
)


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    """A platform whose handlers are there, and whose blueprint wants one more."""
    made = Repository(tmp_path, capsys)
    assert made.plano("generate")[0] == 0
    made.write("blueprint.yaml", MORE)
    return made


def kept_lines(before: bytes, after: bytes) -> bool:
    """Whether all lines of before but its imports are in after, each with its own end, in their order."""
    found = iter(after.splitlines(keepends=True))
    mine = [line for line in before.splitlines(keepends=True) if not line.startswith((b"from ", b"import "))]
    return all(line in found for line in mine)


def test_the_ends_of_lines_stay_what_they_are(lab: Repository) -> None:
    file = lab.root / HANDLERS
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    assert lab.plano("stub")[0] == 0
    after = file.read_bytes()
    assert b"def drop_sample" in after
    assert kept_lines(before, after)
    assert after.count(b"\n") == after.count(b"\r\n")


def test_a_file_with_both_ends_of_lines_keeps_each(lab: Repository) -> None:
    file = lab.root / HANDLERS
    first, _, rest = file.read_bytes().partition(b"\n")
    file.write_bytes(first + b"\r\n" + rest + b"\n# mine\n# and this\r\n")
    before = file.read_bytes()
    assert lab.plano("stub")[0] == 0
    assert b"def drop_sample" in file.read_bytes()
    assert kept_lines(before, file.read_bytes())


def test_the_judge_of_lines_sees_one_that_was_turned() -> None:
    assert not kept_lines(b"a\r\nb\n", b"a\nb\n")


def test_a_linked_file_stays_a_link(lab: Repository) -> None:
    file = lab.root / HANDLERS
    real = file.with_name("real.py")
    file.rename(real)
    file.symlink_to("real.py")
    before = real.read_bytes()
    code, _, err = lab.plano("stub")
    assert code == 1
    assert f"{HANDLERS} cannot be written: a link" in err
    assert file.is_symlink()
    assert real.read_bytes() == before


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_told_in_a_sentence(lab: Repository, kind: str) -> None:
    file = lab.root / HANDLERS
    file.unlink()
    if kind == "folder":
        file.mkdir()
    else:
        os.mkfifo(file)
    code, _, err = lab.plano("stub")
    assert code == 1
    assert f"{HANDLERS} cannot be written: a link, or something that is no file, stands there" in err


def test_a_file_that_is_not_utf_8_is_named_with_its_line_and_left_alone(lab: Repository) -> None:
    file = lab.root / HANDLERS
    file.write_bytes(b"# -*- coding: latin-1 -*-\nx = '\xe9'\n")
    code, _, err = lab.plano("stub")
    assert code == 1
    assert f"{HANDLERS}:2 cannot be read: it is not UTF-8" in err
    assert file.read_bytes() == b"# -*- coding: latin-1 -*-\nx = '\xe9'\n"
