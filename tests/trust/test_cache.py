"""What was made is kept by its key, and whatever becomes of that file, no byte of the tree is another."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from plano.cli.unchanged import seen_renderer
from plano.output import cache
from plano.output.compare import compare
from plano.output.stamp import CACHE
from plano.output.tree import File, Tree
from plano.pipeline import build_root
from tests.trust.platforms import FIRST, LONGER
from tests.trust.runs import generate, generated


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return generated(tmp_path / "shop", FIRST)


def _tree(root: Path) -> dict[str, bytes]:
    kept = (path for path in root.rglob("*") if path.is_file() and ".plano" not in path.relative_to(root).parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


def _cold(root: Path) -> dict[str, bytes]:
    """The tree that a run from nothing makes of the same blueprint."""
    other = root.with_name("cold")
    shutil.rmtree(other, ignore_errors=True)
    other.mkdir()
    shutil.copy(root / "blueprint.yaml", other)
    assert generate(other) == 0
    return _tree(other)


def _change(root: Path, old: str, new: str) -> None:
    path = root / "blueprint.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _rendered(root: Path) -> set[str]:
    """The files that the next run renders before it writes."""
    built = build_root(root, cache.read(root, seen_renderer(root)))
    assert built.tree is not None
    asked: list[str] = []

    def told(file: File) -> File:
        def content() -> bytes:
            asked.append(file.path)
            return file.content

        return file if isinstance(file.source, bytes) else replace(file, source=content)

    compare(Tree({path: told(file) for path, file in built.tree.files.items()}), root)
    return {*asked, *(file.path for file in built.tree.files.values() if file.key and isinstance(file.source, bytes))}


def test_where_nothing_changed_nothing_is_rendered(root: Path) -> None:
    assert _rendered(root) == set()


def test_where_one_entity_changed_no_file_of_a_service_that_does_not_know_it_is_rendered(root: Path) -> None:
    _change(root, *LONGER)
    rendered = _rendered(root)
    assert any(path.startswith("generated/services/samples/") for path in rendered)
    assert not any(path.startswith("generated/services/mailer/") for path in rendered)


def test_without_a_cache_everything_is_rendered(root: Path) -> None:
    (root / CACHE).unlink()
    built = build_root(root)
    assert built.tree is not None
    assert _rendered(root) == {file.path for file in built.tree.files.values() if file.key}


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _filled_with_rubbish(path: Path) -> None:
    path.write_bytes(os.urandom(10_000))


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _shuffled(path: Path) -> None:
    """Each file with the fingerprint of another."""
    head, _, body = path.read_bytes().partition(b"\n")
    path.write_bytes(head + b"\n" + orjson.dumps(_moved(orjson.loads(body))))


def _moved(made: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    rows = [row for batch in made.values() for row in batch]
    other = iter([*(row[1] for row in rows[1:]), rows[0][1]])
    return {key: [[row[0], next(other), *row[2:]] for row in batch] for key, batch in made.items()}


def _of_another_version(path: Path) -> None:
    """As another generator would have kept it: the same keys, and its own fingerprints."""
    root = path.parents[1]
    known = cache.read(root, seen_renderer(root))
    other = {key: tuple(row._replace(fingerprint="0" * 16) for row in rows) for key, rows in known.items()}
    cache.write(root, "another", other)


DAMAGES = (_truncated, _filled_with_rubbish, _emptied, _made_a_folder, _shuffled, _of_another_version)


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_to_the_cache_gives_a_wrong_byte(damage: Callable[[Path], None], root: Path) -> None:
    damage(root / CACHE)
    _change(root, *LONGER)
    assert generate(root) == 0
    assert _tree(root) == _cold(root)


def test_a_cache_that_is_believed_whatever_it_says_would_give_wrong_bytes(root: Path) -> None:
    """The saboteur: the same shuffled file under a head that fits it."""
    body = (root / CACHE).read_bytes().partition(b"\n")[2]
    moved = _moved(orjson.loads(body))
    cache.write(root, seen_renderer(root), {key: tuple(map(cache.Row._make, rows)) for key, rows in moved.items()})
    shutil.rmtree(root / "generated")
    assert generate(root) == 0
    tree = build_root(root).tree
    assert tree is not None
    assert not compare(tree, root).clean
