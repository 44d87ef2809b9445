"""Derived files are the generator's, everything else is yours: whatever is on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plano.output.compare import State, compare
from plano.output.findings import edit_diff, findings
from plano.output.index import INDEX_NAME
from plano.output.lock import LockedError, writing
from plano.output.tree import File, Tree, plant
from plano.output.write import refused, write

HERE = "generated/services/a"


def tree(files: dict[str, str], folder: str = HERE) -> Tree:
    planted, clashes = plant(File(f"{folder}/{path}", text.encode(), folder, "test") for path, text in files.items())
    assert clashes == ()
    return planted


def generate(files: dict[str, str], root: Path) -> None:
    planted = tree(files)
    write(planted, compare(planted, root), root)


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def states(files: dict[str, str], root: Path) -> dict[str, State]:
    return {change.path.removeprefix(f"{HERE}/"): change.state for change in compare(tree(files), root).changes}


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    generate({"x.py": "1\n", "deep/y.py": "2\n"}, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert compare(tree({"x.py": "1\n", "deep/y.py": "2\n"}), tmp_path).clean
    generate({"x.py": "1\n", "deep/y.py": "2\n"}, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    generate({"x.py": "1\n", "y.py": "2\n"}, tmp_path)
    untouched = (tmp_path / HERE / "y.py").stat().st_ino
    planted = tree({"x.py": "3\n", "y.py": "2\n", "z.py": "4\n"})
    written = write(planted, compare(planted, tmp_path), tmp_path)
    assert (written.changed, written.added) == ((f"{HERE}/x.py",), (f"{HERE}/z.py",))
    assert (tmp_path / HERE / "y.py").stat().st_ino == untouched


def test_a_hand_edit_is_refused_with_its_place_and_diff(tmp_path: Path) -> None:
    generate({"x.py": "one\ntwo\n"}, tmp_path)
    (tmp_path / HERE / "x.py").write_text("one\nmine\n")
    planted = tree({"x.py": "one\ntwo\n"})
    comparison = compare(planted, tmp_path)
    (finding,) = findings(planted, comparison)
    assert finding.code == "hand-edited"
    assert finding.span is not None
    assert finding.span.line == 2
    (change,) = refused(comparison)
    assert "-two\n+mine" in edit_diff(planted, change)


def test_a_stale_file_is_not_a_hand_edit(tmp_path: Path) -> None:
    generate({"x.py": "old\n"}, tmp_path)
    assert states({"x.py": "new\n"}, tmp_path) == {"x.py": State.STALE}


def test_what_the_blueprint_no_longer_gives_is_removed_with_what_python_compiled_of_it(tmp_path: Path) -> None:
    generate({"x.py": "1\n", "deep/y.py": "2\n"}, tmp_path)
    cache = tmp_path / HERE / "deep/__pycache__"
    cache.mkdir()
    (cache / "y.cpython-311.pyc").write_bytes(b"")
    generate({"x.py": "1\n"}, tmp_path)
    assert sorted(snapshot(tmp_path)) == [f"{HERE}/{INDEX_NAME}", f"{HERE}/x.py"]
    assert not (tmp_path / HERE / "deep").exists()


def test_a_subject_that_went_leaves_nothing_of_ours_and_all_of_yours(tmp_path: Path) -> None:
    generate({"x.py": "1\n"}, tmp_path)
    (tmp_path / HERE / "notes.txt").write_text("mine")
    empty = tree({"k.py": ""}, "generated/kit")
    write(empty, compare(empty, tmp_path), tmp_path)
    assert f"{HERE}/notes.txt" in snapshot(tmp_path)
    assert f"{HERE}/x.py" not in snapshot(tmp_path)
    assert f"{HERE}/{INDEX_NAME}" not in snapshot(tmp_path)


def test_an_edited_orphan_is_not_removed_unasked(tmp_path: Path) -> None:
    generate({"x.py": "1\n", "y.py": "2\n"}, tmp_path)
    (tmp_path / HERE / "y.py").write_text("mine\n")
    assert states({"x.py": "1\n"}, tmp_path) == {"y.py": State.EDITED_ORPHAN}
    assert refused(compare(tree({"x.py": "1\n"}), tmp_path))


def test_a_file_that_is_not_ours_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / HERE).mkdir(parents=True)
    (tmp_path / HERE / "x.py").write_text("somebody's\n")
    assert states({"x.py": "1\n"}, tmp_path) == {"x.py": State.FOREIGN}


@pytest.mark.parametrize("obstacle", ["folder", "link", "linked folder", "file above"])
def test_nothing_is_written_through_a_link_or_over_a_folder(tmp_path: Path, obstacle: str) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    (root / HERE).mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / "x.py").write_text("precious")
    if obstacle == "folder":
        (root / HERE / "deep" / "x.py").mkdir(parents=True)
    elif obstacle == "link":
        (root / HERE / "deep").mkdir()
        (root / HERE / "deep" / "x.py").symlink_to(elsewhere / "x.py")
    elif obstacle == "linked folder":
        (root / HERE / "deep").symlink_to(elsewhere)
    else:
        (root / HERE / "deep").write_text("a file")
    assert states({"deep/x.py": "1\n"}, root) == {"deep/x.py": State.FOREIGN}
    assert (elsewhere / "x.py").read_text() == "precious"


def test_an_index_speaks_of_its_own_folder_alone(tmp_path: Path) -> None:
    generate({"x.py": "1\n"}, tmp_path)
    (tmp_path / "precious.txt").write_text("")
    index = tmp_path / HERE / INDEX_NAME
    empty = "e3b0c44298fc1c14"  # the fingerprint of an empty file
    index.write_text(index.read_text() + f"{empty} ../../../precious.txt\n{empty} {tmp_path}/precious.txt\nnonsense\n")
    generate({"x.py": "1\n"}, tmp_path)
    assert (tmp_path / "precious.txt").exists()


def test_a_merge_by_git_is_no_hand_edit(tmp_path: Path) -> None:
    generate({"x.py": "a\nb\nc\n"}, tmp_path)
    index = tmp_path / HERE / INDEX_NAME
    ours = index.read_text()
    generate({"x.py": "a\nb\nC\n"}, tmp_path)
    index.write_text(ours + index.read_text())  # what merge=union makes of both sides
    (tmp_path / HERE / "x.py").write_text("A\nb\nC\n")
    assert states({"x.py": "new\n"}, tmp_path) == {"x.py": State.STALE}


def test_a_conflict_marker_is_no_hand_edit(tmp_path: Path) -> None:
    generate({"x.py": "a\n"}, tmp_path)
    (tmp_path / HERE / "x.py").write_text("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n")
    assert states({"x.py": "a\n"}, tmp_path) == {"x.py": State.STALE}


def test_a_run_cut_short_leaves_nothing_that_looks_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate({"x.py": "1\n", "y.py": "1\n"}, tmp_path)
    replace, calls = os.replace, []

    def dying(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:  # the index's announcement, x.py, and then the power goes
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", dying)
    with pytest.raises(KeyboardInterrupt):
        generate({"x.py": "2\n", "y.py": "2\n"}, tmp_path)
    monkeypatch.undo()
    assert set(states({"x.py": "3\n", "y.py": "3\n"}, tmp_path).values()) == {State.STALE}
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_first_version_is_written_once_and_then_yours(tmp_path: Path) -> None:
    planted, _ = plant([File("services/a/handlers.py", b"first\n", HERE, "test", once=True)])
    write(planted, compare(planted, tmp_path), tmp_path)
    handlers = tmp_path / "services/a/handlers.py"
    assert handlers.read_text() == "first\n"
    handlers.write_text("mine\n")
    assert compare(planted, tmp_path).clean
    assert compare(tree({}), tmp_path).clean


@pytest.mark.parametrize(
    ("first", "second"),
    [("a/x.py", "a/X.py"), ("a/x", "a/x/y"), ("a/x/y", "a/x"), ("a/x.py", "a/x.py"), ("a/ẞ", "a/ss")],
)
def test_two_files_in_one_place_are_an_error(first: str, second: str) -> None:
    _, clashes = plant(File(f"generated/{path}", b"", "generated", "test") for path in (first, second))
    assert [clash.code for clash in clashes] == ["path-clash"]


@pytest.mark.parametrize("path", ["generated/../x", "/etc/passwd", "generated//x", "elsewhere/x"])
def test_an_emitter_cannot_leave_its_folder(path: str) -> None:
    with pytest.raises(ValueError, match="emitter"):
        plant([File(path, b"", "generated", "test")])


def test_one_writer_at_a_time_and_the_other_learns_who_it_is(tmp_path: Path) -> None:
    with writing(tmp_path):
        with pytest.raises(LockedError) as caught, writing(tmp_path):
            pass
        assert caught.value.owner == os.getpid()
    with writing(tmp_path):
        pass
