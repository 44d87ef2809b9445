"""A file that looks as the last run left it is not read again; whatever else happened to it is seen."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plano.output import stamp
from plano.output.compare import State, compare
from plano.output.index import INDEX_NAME
from plano.output.tree import Tree
from plano.pipeline import build_root
from tests.trust.platforms import FIRST, LONGER
from tests.trust.runs import generate, generated

DERIVED = "generated/services/mailer/Dockerfile"


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return generated(tmp_path / "shop", FIRST)


def _change(root: Path) -> None:
    path = root / "blueprint.yaml"
    path.write_text(path.read_text().replace(*LONGER))


def _tree(root: Path) -> Tree:
    tree = build_root(root).tree
    assert tree is not None
    return tree


def _edit(path: Path) -> None:
    """Of the same length, as what is easiest to overlook."""
    content = path.read_bytes()
    path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])


def _believed(left: stamp.Stamp, root: Path) -> stamp.Stamp:
    """As if the edited file had looked so when it was left."""
    return left._replace(looks={**left.looks, DERIVED: stamp.look(f"{root}/{DERIVED}")})


def test_a_run_leaves_how_each_file_and_each_index_looks(root: Path) -> None:
    left, tree = stamp.read(root), _tree(root)
    assert left.looks.keys() >= {*tree.files, *(f"{folder}/{INDEX_NAME}" for folder in tree.hashes)}
    assert all(stamp.look(f"{root}/{path}") == look for path, look in left.looks.items())


def test_an_edit_is_refused_by_a_run_that_another_service_made_necessary(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _edit(root / DERIVED)
    _change(root)
    assert generate(root) == 1
    assert f"{DERIVED} was edited by hand" in capfd.readouterr().out


def test_a_file_that_went_and_one_that_another_took_the_place_of_come_back(root: Path) -> None:
    before = (root / DERIVED).read_bytes()
    (root / DERIVED).unlink()
    _change(root)
    assert generate(root) == 0
    assert (root / DERIVED).read_bytes() == before


def test_a_link_to_equal_files_is_no_folder_of_ours(root: Path) -> None:
    folder = root / "generated/services/mailer"
    folder.rename(root / "moved")
    folder.symlink_to(root / "moved")
    changes = compare(_tree(root), root, stamp.read(root)).changes
    assert {each.path for each in changes if each.state is State.FOREIGN} >= {DERIVED}


def test_what_was_kept_from_being_written_has_no_look(root: Path) -> None:
    _edit(root / DERIVED)
    _change(root)
    assert generate(root, "--keep-edits") == 1
    assert DERIVED not in stamp.read(root).looks
    assert generate(root) == 1


def test_a_look_that_is_believed_whatever_the_file_holds_would_hide_an_edit(root: Path) -> None:
    """The saboteur: the look is taken again after the edit."""
    _edit(root / DERIVED)
    tree, left = _tree(root), stamp.read(root)
    assert [each.path for each in compare(tree, root, left).changes] == [DERIVED]
    assert compare(tree, root, _believed(left, root)._replace(time=time.time_ns())).clean


def test_a_file_that_may_have_been_changed_within_the_clock_s_tick_is_read(root: Path) -> None:
    """A file system may keep seconds only: the edit then has the time at which the file was written."""
    left = stamp.read(root)
    _edit(root / DERIVED)
    os.utime(root / DERIVED, ns=(left.time, left.time))
    tree, left = _tree(root), _believed(left, root)
    assert [each.path for each in compare(tree, root, left).changes] == [DERIVED]
    assert compare(tree, root, left._replace(time=left.time + 1)).clean  # the saboteur


def test_an_index_that_was_touched_makes_the_run_read_what_it_lists(root: Path) -> None:
    _edit(root / DERIVED)
    tree, left = _tree(root), _believed(stamp.read(root), root)._replace(time=time.time_ns())
    os.utime(root / f"generated/services/mailer/{INDEX_NAME}", ns=(1, 1))
    assert [each.path for each in compare(tree, root, left).changes] == [DERIVED]
