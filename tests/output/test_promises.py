"""For any files and any meddling: writing is idempotent, every edit is found, and nothing of yours is touched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plano.output.compare import compare
from plano.output.tree import File, Tree, plant
from plano.output.write import refused, write

FOLDERS = ("generated/kit", "generated/services/a", "generated/services/a/deep")
NAMES = st.sampled_from(["x.py", "y.py", "z.json", "in/x.py", "in/deep/x"])
FILES = st.dictionaries(st.tuples(st.sampled_from(FOLDERS), NAMES), st.binary(max_size=12), max_size=9)


def tree(files: dict[tuple[str, str], bytes]) -> Tree:
    return plant(File(f"{folder}/{name}", content, folder, "test") for (folder, name), content in files.items())[0]


def written(files: dict[tuple[str, str], bytes], root: Path) -> Tree:
    planted = tree(files)
    write(planted, compare(planted, root), root)
    return planted


@settings(deadline=None, max_examples=150)
@given(FILES, FILES)
def test_whatever_was_there_before_the_disk_is_the_tree_and_stays_so(
    before: dict[tuple[str, str], bytes], after: dict[tuple[str, str], bytes]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        written(before, root)
        planted = written(after, root)
        assert compare(planted, root).clean
        for file in planted.files.values():
            assert (root / file.path).read_bytes() == file.content
        derived = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        assert {path for path in derived if not path.endswith(".plano-index")} == set(planted.files)


@settings(deadline=None, max_examples=150)
@given(FILES.filter(bool), st.data())
def test_every_edit_and_every_loss_is_found(files: dict[tuple[str, str], bytes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        planted = written(files, root)
        path = data.draw(st.sampled_from(sorted(planted.files)))
        content = data.draw(st.none() | st.binary(max_size=20).filter(lambda b: b != planted.files[path].content))
        if content is None:
            (root / path).unlink()
        else:
            (root / path).write_bytes(content)
        comparison = compare(planted, root)
        assert [change.path for change in comparison.changes] == [path]
        assert bool(refused(comparison)) == (content is not None)


@settings(deadline=None, max_examples=100)
@given(
    FILES, FILES, st.dictionaries(st.sampled_from(["generated/mine", "generated/services/a/m.txt", "n"]), st.binary())
)
def test_pruning_never_touches_what_is_not_ours(
    before: dict[tuple[str, str], bytes], after: dict[tuple[str, str], bytes], mine: dict[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in mine.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        written(before, root)
        written(after, root)
        written({}, root)
        assert {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()} == mine
