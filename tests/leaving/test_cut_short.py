"""Leaving that is killed at any point, and what the next run makes of it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from plano import __version__
from plano.leaving.plan import Plan, plan
from plano.leaving.steps import INTENT, begun, steps
from plano.output.compare import compare
from plano.output.survey import temporary_name
from plano.pipeline import build_root
from tests.cli.test_diff import git
from tests.leaving.ground import Ground, small

LEFT = "2026-01-31, plano 1.2.3"


@pytest.fixture
def ground(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ground:
    found = small(tmp_path, capsys)
    found.write("requirements.txt", f"plano=={__version__}\n")
    found.commit()
    return found


def planned(root: Path) -> Plan:
    built = build_root(root)
    assert built.tree is not None
    return plan(built.tree, compare(built.tree, root), root, ("check",), LEFT)


def without_notes(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files, their notes told apart from nothing but the day and the version in them."""
    notes = b"# Plano was left here ("
    return {
        path: b"\n".join(line.partition(b"(")[0] if line.startswith(notes) else line for line in content.split(b"\n"))
        for path, content in files.items()
    }


def undo(ground: Ground) -> None:
    git(ground.root, "restore", ".")
    git(ground.root, "clean", "-fdq")
    (ground.root / INTENT).unlink(missing_ok=True)


def test_killed_after_any_step_the_next_run_ends_as_if_nothing_had_been(ground: Ground) -> None:
    assert ground.plano("eject", "--yes")[0] == 0
    wanted = without_notes(ground.files())
    undo(ground)
    count = len(planned(ground.root).edits) + 2
    assert count > 8
    for done in range(1, count):
        taken = list(islice(steps(ground.root, planned(ground.root)), done))
        assert len(taken) == done
        code, out, err = ground.plano("eject", "--yes")
        assert (code, err) == (0, ""), f"killed after {taken}"
        assert "as you edited" not in out, f"killed after {taken}"
        assert without_notes(ground.files()) == wanted, f"killed after {taken}"
        assert not (ground.root / INTENT).exists()
        undo(ground)


def test_a_file_that_was_half_written_is_removed(ground: Ground) -> None:
    list(islice(steps(ground.root, planned(ground.root)), 2))
    half = [ground.root / f".{name}.999999.tmp" for name in ("blueprint.yaml", ".gitattributes")]
    for path in half:
        path.write_text("half")
    code, _, err = ground.plano("eject", "--yes")
    assert (code, err) == (0, "")
    assert not any(path.exists() for path in half)


def test_what_you_changed_after_the_kill_is_still_refused(ground: Ground) -> None:
    list(islice(steps(ground.root, planned(ground.root)), 3))
    ground.write("services/samples/new.py", "mine\n")
    before = ground.files()
    code, _, err = ground.plano("eject", "--yes")
    assert code == 1
    assert err.startswith("services/samples/new.py is not committed.")
    assert ground.files() == before


def test_a_derived_file_that_you_edited_after_the_kill_is_refused(ground: Ground) -> None:
    list(islice(steps(ground.root, planned(ground.root)), 3))
    ground.write("generated/kit/plano_kit/py.typed", "mine\n")
    code, _, err = ground.plano("eject", "--yes")
    assert code == 1
    assert err.startswith("generated/kit/plano_kit/py.typed is not committed.")


@pytest.mark.parametrize("text", ["", "{", "[1, {}]", '{"generated/x": 1}', "\ufeff[]"])
def test_a_note_of_a_run_that_nobody_can_read_counts_as_none(ground: Ground, text: str) -> None:
    ground.write(INTENT, text)
    assert begun(ground.root) == frozenset()
    assert ground.plano("eject", "--yes")[0] == 0


def test_where_the_disk_lets_nothing_be_written_the_next_run_goes_on(ground: Ground) -> None:
    blocked = ground.root / temporary_name("blueprint.yaml")
    (blocked / "of-somebody").mkdir(parents=True)
    code, _, err = ground.plano("eject", "--yes")
    assert code == 1
    assert "blueprint.yaml cannot be written" in err
    blocked.rename(ground.root / ".plano" / "moved")
    assert ground.plano("eject", "--yes")[0] == 0
