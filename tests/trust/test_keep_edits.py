"""`generate --keep-edits` writes all but what you edited, and forgets none of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plano.output.compare import compare
from plano.output.write import refused, write
from plano.pipeline import build_root
from tests.trust.platforms import FIRST, LONGER, MAILER, plano
from tests.trust.runs import generate, generated, kill_before, things_done

EDITED = "generated/services/mailer/Dockerfile"
OTHER = "generated/services/samples/lab_samples/events.py"


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    """A platform with an edit by hand in a service that has gone from the blueprint since."""
    root = generated(tmp_path / "lab", FIRST)
    with open(root / EDITED, "a") as file:
        file.write("# mine\n")
    (root / "blueprint.yaml").write_text(FIRST.replace(MAILER, ""))
    return root


def refuses(root: Path) -> bool:
    """Whether `check` calls the file edited, and `generate` leaves it."""
    done = plano(root, "check")
    assert generate(root) == done.returncode
    assert (root / EDITED).read_text().endswith("# mine\n")
    return done.returncode == 1 and f"{EDITED} was edited by hand" in done.stdout


def test_an_edited_file_that_nothing_gives_any_more_stays_known(root: Path) -> None:
    assert generate(root, "--keep-edits") == 1
    assert not (root / "generated/services/mailer/pyproject.toml").exists()
    assert refuses(root)
    assert generate(root, "--keep-edits") == 1
    assert refuses(root)


def test_it_is_an_edit_still_when_its_service_comes_back(root: Path) -> None:
    assert generate(root, "--keep-edits") == 1
    (root / "blueprint.yaml").write_text(FIRST)
    assert refuses(root)
    assert generate(root, "--force") == 0
    assert not (root / EDITED).read_text().endswith("# mine\n")
    assert plano(root, "check").returncode == 0


def test_forced_it_goes_with_its_index(root: Path) -> None:
    assert generate(root, "--keep-edits") == 1
    assert generate(root, "--force") == 0
    assert not (root / "generated/services/mailer").exists()


def keep_edits(root: Path) -> int:
    return generate(root, "--keep-edits")


def test_whenever_a_run_is_killed_the_edit_stays_known(root: Path, tmp_path: Path) -> None:
    """The edit is in the folder of a service that stays, so that its index is written before and after."""
    inside = EDITED.replace("mailer/Dockerfile", "samples/Dockerfile.old")
    index = root / "generated/services/samples/.plano-index"
    (root / inside).write_text("# mine\n")
    index.write_text(index.read_text() + f"0123456789abcdef {inside.rpartition('/')[2]}\n")
    (root / "blueprint.yaml").write_text(FIRST.replace(MAILER, "").replace(*LONGER))
    whole = shutil.copytree(root, tmp_path / "whole")
    for number in range(1, things_done(whole, keep_edits) + 1, 3):
        copy = shutil.copytree(root, tmp_path / f"copy{number}")
        assert kill_before(copy, number, keep_edits)
        tree = build_root(copy).tree
        assert tree is not None
        assert inside in {change.path for change in refused(compare(tree, copy))}, number


def test_a_writer_that_is_not_told_what_is_kept_forgets_it(root: Path) -> None:
    """The saboteur: the edit is only left out of the changes."""
    tree = build_root(root).tree
    assert tree is not None
    comparison = compare(tree, root)
    forgetful = comparison.within("generated/services/samples", "generated/contracts", "generated/kit")
    write(tree, forgetful, root)
    (root / "generated/services/mailer/.plano-index").unlink()
    assert compare(tree, root).of(*{change.state for change in refused(comparison)}) == ()


def test_a_file_where_a_folder_belongs_keeps_nothing_else_from_being_written(tmp_path: Path) -> None:
    root = generated(tmp_path / "lab", FIRST)
    shutil.rmtree(root / "generated/services/mailer")
    (root / "generated/services/mailer").write_text("somebody's\n")
    (root / "blueprint.yaml").write_text(FIRST.replace("label: string(40)}}", "label: string(50)}}"))
    before = (root / OTHER).read_bytes()
    assert generate(root, "--keep-edits") == 1
    assert (root / OTHER).read_bytes() != before
    assert (root / "generated/services/mailer").read_text() == "somebody's\n"
    done = plano(root, "check")
    assert "generated/services/mailer is in the way" in done.stdout
    assert "stale" not in done.stdout
