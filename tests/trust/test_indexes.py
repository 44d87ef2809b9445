"""An index comes out of a repository that anybody may have written: it is believed in its own folder alone."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import pytest

from plano.output.compare import State, compare
from plano.output.index import INDEX_NAME, LONGEST, Index, fingerprint, intent_text
from plano.output.placing import place
from plano.output.tree import File, Tree, plant
from plano.output.write import refused, write

HERE = "generated/services/a"
EMPTY = fingerprint(b"")


def tree(*names: str) -> Tree:
    planted, clashes = plant(File(f"{HERE}/{name}", b"ours\n", HERE, "test") for name in names)
    assert clashes == ()
    return planted


def generate(planted: Tree, root: Path) -> None:
    write(planted, compare(planted, root), root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One derived file in its folder, and something precious outside."""
    inside = tmp_path / "repository"
    inside.mkdir()
    generate(tree("x.py"), inside)
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_bytes(b"")
    (inside / "precious").write_bytes(b"")
    return inside


def index(root: Path) -> Path:
    return root / HERE / INDEX_NAME


def precious(root: Path) -> bool:
    """Whether what is not ours stands as it stood."""
    outside = root.parent / "precious"
    return [path.name for path in outside.iterdir()] == ["file"] and (root / "precious").exists()


@pytest.mark.parametrize(
    "line",
    [
        "../../../precious", "../../../../precious/file", "./../../../precious", "deep/../../../../precious",
        "/precious", "//precious", "..\\..\\..\\precious", "C:/precious", "C:precious", ".", "..", "", "a//b",
        INDEX_NAME, f"deep/{INDEX_NAME}", "nul\0byte", "\u2028../../../precious", "…", "a\rb", "\udcff",
    ],
)  # fmt: skip
def test_a_line_that_leaves_its_folder_does_nothing(root: Path, line: str) -> None:
    index(root).write_bytes(index(root).read_bytes() + f"{EMPTY} {line}\n".encode("utf-8", "surrogateescape"))
    generate(tree("x.py"), root)
    assert precious(root)
    assert index(root).read_text() == f"{fingerprint(b'ours' + bytes([10]))} x.py\n"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0" * 1000, os.urandom(4096), b"\xff\xfe\xfa", b"{}", b"x.py\n", b"\n\n\n", b"0" * 5000,
        b"<<<<<<< HEAD\n0123456789abcdef x.py\n=======\nfedcba9876543210 x.py\n>>>>>>> topic\n",
    ],
)  # fmt: skip
def test_whatever_an_index_holds_the_next_run_puts_it_right(root: Path, content: bytes) -> None:
    index(root).write_bytes(content)
    generate(tree("x.py"), root)
    assert compare(tree("x.py"), root).clean
    assert precious(root)


def test_ten_million_lines_cost_neither_memory_nor_time(root: Path) -> None:
    with open(index(root), "wb") as file:
        block = b"".join(b"%016x f%d\n" % (number, number) for number in range(10**5))
        for _ in range(100):
            file.write(block)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    comparison = compare(tree("x.py"), root)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10  # KiB
    assert time.process_time() - began < 2
    assert comparison.changes == ()
    assert comparison.stale_indexes == (HERE,)


def test_what_a_too_long_index_lists_is_not_taken_for_ours(root: Path) -> None:
    (root / HERE / "gone.py").write_bytes(b"")
    (root / HERE / "x.py").write_bytes(b"")
    lines = f"{EMPTY} gone.py\n{EMPTY} x.py\n"
    index(root).write_text(lines)
    assert [change.state for change in compare(tree("x.py"), root).changes] == [State.ORPHANED, State.STALE]
    index(root).write_text(lines + "#" * LONGEST)
    assert [change.state for change in compare(tree("x.py"), root).changes] == [State.FOREIGN]


@pytest.mark.parametrize("kind", ["link", "dangling link", "endless", "pipe"])
def test_an_index_that_is_no_plain_file_counts_as_none_and_is_replaced(root: Path, kind: str) -> None:
    index(root).unlink()
    if kind == "pipe":
        os.mkfifo(index(root))
    else:
        outside = root.parent / "precious/file"
        target = {"link": outside, "dangling link": root / "nothing", "endless": Path("/dev/zero")}
        index(root).symlink_to(target[kind])
    generate(tree("x.py"), root)
    assert index(root).is_file()
    assert not index(root).is_symlink()
    assert precious(root)


@pytest.mark.parametrize("linked", ["generated", "generated/services", HERE])
def test_nothing_is_read_written_or_removed_through_a_linked_folder(root: Path, linked: str) -> None:
    elsewhere = root.parent / "elsewhere"
    (root / linked).rename(elsewhere)
    (root / linked).symlink_to(elsewhere)
    before = {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()}
    for planted in (tree("x.py"), tree("y.py")):
        (change,) = refused(compare(planted, root))
        assert (change.state, change.obstacle) == (State.FOREIGN, linked)
    nothing = Tree({})
    write(nothing, compare(nothing, root), root)
    assert {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()} == before


def test_a_path_that_becomes_a_link_leads_nowhere(root: Path) -> None:
    generate(tree("x.py", "deep/y.py"), root)
    (root / HERE / "deep/y.py").unlink()
    (root / HERE / "deep").rmdir()
    (root / HERE / "deep").symlink_to(root.parent / "precious")
    index(root).write_text(index(root).read_text() + f"{EMPTY} deep/file\n")
    generate(tree("x.py"), root)
    assert precious(root)


def test_an_intent_reads_as_what_may_stand_and_says_that_a_run_was_cut_short() -> None:
    read = Index(intent_text({"b": {"0" * 16, "1" * 16}, "a": {"2" * 16}}).encode())
    assert read.cut_short
    assert read.hashes == {"a": {"2" * 16}, "b": {"0" * 16, "1" * 16}}
    assert not Index(b"0000000000000000 a\n").cut_short


def test_an_index_of_unsorted_or_repeated_lines_is_no_error_and_the_next_run_sorts_it(root: Path) -> None:
    generate(tree("x.py", "y.py"), root)
    sorted_text = index(root).read_text()
    index(root).write_text("".join(reversed(sorted_text.splitlines(keepends=True))) + sorted_text)
    comparison = compare(tree("x.py", "y.py"), root)
    assert (comparison.changes, comparison.stale_indexes, comparison.untidy_indexes) == ((), (), (HERE,))
    generate(tree("x.py", "y.py"), root)
    assert index(root).read_text() == sorted_text


def test_the_judge_of_what_is_precious_sees_its_loss(root: Path) -> None:
    assert precious(root)
    (root.parent / "precious/file").unlink()
    assert not precious(root)


def test_a_writer_that_looks_at_no_link_would_reach_outside(root: Path) -> None:
    (root / HERE / "deep").symlink_to(root.parent / "precious")
    place(root, f"{HERE}/deep/y.py", b"")
    assert not precious(root)
