"""However a blueprint came to be, what is derived from it is what a run from nothing gives, byte for byte."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest

from plano.diagnostics.model import Severity
from plano.output.compare import compare
from plano.output.index import INDEX_NAME, index_text
from plano.output.tree import Tree
from plano.output.write import refused, write
from plano.pipeline import build, check_text
from tests.trust.edits import Edited
from tests.trust.platforms import files, leftovers, standing

STEPS = 8


def tree_of(blueprint: str) -> Tree:
    built = build(check_text(blueprint))
    errors = [each.message for each in built.diagnostics if each.severity is Severity.ERROR]
    assert built.tree is not None, f"{errors}\n{blueprint}"
    return built.tree


def put(tree: Tree, root: Path) -> list[str]:
    """Write a tree; gives what would be refused, which a person would see as an edit that nobody made."""
    comparison = compare(tree, root)
    write(tree, comparison, root)
    return [change.path for change in refused(comparison)]


def in_memory(tree: Tree) -> dict[str, bytes]:
    """What a run of this tree from nothing would write: its derived files, and their indexes."""
    wanted = {file.path: file.content for file in tree.files.values() if not file.once}
    indexes = {f"{folder}/{INDEX_NAME}": index_text(hashes).encode() for folder, hashes in tree.hashes.items()}
    return {**wanted, **indexes}


def differences(root: Path, tree: Tree) -> list[str]:
    """Paths in which the disk differs from a run of this tree from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        put(tree, Path(folder))
        here, cold = standing(root), standing(Path(folder))
    return sorted(path for path in {*here, *cold} if here.get(path) != cold.get(path))


def sequence(seed: int) -> None:
    edited = Edited(random.Random(seed))
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for _ in range(STEPS):
            told.append(edited.step())
            tree = tree_of(edited.text())
            assert put(tree, root) == [], f"seed {seed}: {told}"
            assert files(root) == in_memory(tree), f"seed {seed}: {told}"
            assert leftovers(root) == [], f"seed {seed}: {told}"
        assert differences(root, tree) == [], f"seed {seed}: {told}"


@pytest.mark.parametrize("seed", range(30))
def test_after_any_edits_the_files_are_those_of_a_run_from_nothing(seed: int) -> None:
    sequence(seed)


def test_the_edits_are_of_every_kind() -> None:
    kinds = {Edited(random.Random(seed)).step().split()[0] for seed in range(40)}
    edited = Edited(random.Random(1))
    kinds |= {" ".join(edited.step().split()[:2]) for _ in range(300)}
    assert {"add service", "remove service", "rename service", "add topic", "remove topic", "rename topic"} <= kinds


def test_a_writer_that_forgets_what_went_is_found_out(tmp_path: Path) -> None:
    edited = Edited(random.Random(3))
    while len(edited.services) < 2:
        edited.step()
    before = tree_of(edited.text())
    edited.remove_service()
    after = tree_of(edited.text())
    put(before, tmp_path)
    for file in after.files.values():
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_bytes(file.content)
    assert differences(tmp_path, after)
    put(after, tmp_path)
    assert differences(tmp_path, after) == []
