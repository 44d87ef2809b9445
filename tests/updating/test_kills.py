"""`plano update`, killed at any point: the next run ends it, and no file of the owner's differs."""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from plano.cli import main as cli
from plano.output.lock import writing
from plano.updating import applying
from plano.updating.run import Wanted, prepared
from tests.scaffold.repositories import contents, git, variables
from tests.trust.runs import kill_before, things_done
from tests.updating.templates import Owner, Pair

pytestmark = pytest.mark.real

SEED = 6
MAKING, PLACING = 6, 44
"""Fifty points. What comes before the journal is one state, that nothing is in place; so most are tried after it."""


def update(root: Path) -> int:
    """`plano update`, as the owner, in this process; what it said is in the file beside `root`."""
    said = io.StringIO()
    os.environ.update(variables(root.parent / "home"))
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = cli.run(["--root", str(root), "update", "--defaults"])
    (root.parent / "said").write_text(said.getvalue())
    return code


def place(root: Path) -> int:
    """The second half of it: what is made aside is put in place, and cleared up."""
    announced = _made(root)
    applying.announce(root, announced)
    applying.apply(root, announced)
    applying.discard(root)
    return 0


def unannounced(root: Path) -> int:
    """A saboteur: it puts in place as `place` does, and tells no journal."""
    applying.apply(root, _made(root))
    applying.discard(root)
    return 0


def _made(root: Path) -> applying.Announced:
    announced = applying.begun(root.parent / "told")
    assert announced is not None
    return announced


@dataclass(frozen=True, slots=True)
class Point:
    """A platform before the update, the same with the update made aside, and what should be there in the end."""

    before: Path
    aside: Path
    whole: dict[str, bytes]

    def copy(self, folder: Path, *, aside: bool) -> Path:
        """One of both, in `folder`, with what was announced beside it."""
        source = self.aside if aside else self.before
        shutil.copytree(source, folder / "mine", symlinks=True, copy_function=_linked)
        if aside:
            shutil.copytree(source.parent / "told", folder / "told")
        return folder / "mine"

    def ended(self, root: Path) -> bool:
        """Whether the next run ends it; what is there already, uncommitted, may be said to be so."""
        child = things_done(root, update)
        said = (root.parent / "said").read_text()
        right = "cut short: it is in place now" in said or "Nothing to settle" in said or "no commit holds" in said
        left = (root / applying.STAGE).exists()
        return child > 0 and right and not left and contents(root) == self.whole


@pytest.fixture(scope="module")
def point(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Point:
    folder = tmp_path_factory.mktemp("kills")
    owner = pair.owner(folder / "before" / "mine")
    shutil.copytree(owner.root, folder / "aside" / "mine", symlinks=True)
    shutil.copytree(owner.root, folder / "whole" / "mine", symlinks=True)
    made = Owner(folder / "whole" / "mine", folder / "whole" / "mine", owner.home)
    made.update()
    aside = folder / "aside" / "mine"
    with writing(aside, ends=True):
        announced = prepared(aside, Wanted(None, {}, True))
    (folder / "aside" / "told").mkdir()
    applying.announce(folder / "aside" / "told", announced)
    return Point(owner.root, aside, contents(made.root))


def _linked(source: str, target: str) -> None:
    """A copy; of what Git keeps a link, since it writes nothing in place."""
    if f"{os.sep}.git{os.sep}" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def points(chance: random.Random, total: int, number: int) -> list[int]:
    return sorted(chance.sample(range(1, total + 1), min(number, total)))


def test_killed_at_fifty_random_points_the_next_run_ends_right(point: Point, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    tried = 0
    for name, run, number in (("making", update, MAKING), ("placing", place, PLACING)):
        aside = run is place
        total = things_done(point.copy(tmp_path / f"{name}-whole", aside=aside), run)
        for at in points(chance, total, number):
            root = point.copy(tmp_path / f"{name}-{at}", aside=aside)
            assert kill_before(root, at, run), f"{name}: it ended before {at} of {total}"
            assert point.ended(root), f"{name}: killed before {at} of {total}: {(root.parent / 'said').read_text()}"
            tried += 1
            shutil.rmtree(root.parent)
    assert tried == MAKING + PLACING


def half_placed(point: Point, folder: Path) -> Path:
    """A platform in which a run was killed after the first half of its files."""
    root = point.copy(folder, aside=True)
    announced = _made(root)
    applying.announce(root, announced)
    half = announced.moves[: len(announced.moves) // 2]
    applying.apply(root, applying.Announced(half, (), 0))
    return root


def test_what_you_edited_after_the_kill_stays_and_is_told(point: Point, tmp_path: Path) -> None:
    root = half_placed(point, tmp_path)
    late = _made(root).moves[-1].path
    (root / late).write_text("mine\n")
    owner = Owner(root, root, tmp_path / "home")
    said = owner.update(code=1)
    assert "An earlier update was cut short: it is in place now." in said
    assert f"{late} was changed meanwhile and stays as it is" in said
    assert (root / late).read_text() == "mine\n"
    found = contents(root)
    assert {path: found[path] for path in found if path != late} == {
        path: point.whole[path] for path in point.whole if path != late
    }


def test_until_it_is_ended_nothing_else_writes_here_and_pretending_ends_nothing(point: Point, tmp_path: Path) -> None:
    root = half_placed(point, tmp_path)
    owner = Owner(root, root, tmp_path / "home")
    before = contents(root)
    for words in (("generate",), ("check",), ("update", "--defaults", "--pretend")):
        code, said = owner.plano(*words)
        assert code == 1
        assert "an update was cut short: plano update ends it" in said
        assert contents(root) == before
    owner.update()
    assert contents(root) == point.whole
    assert git(root, "stash", "list") == ""


def test_without_a_journal_a_kill_would_leave_half_an_update(point: Point, tmp_path: Path) -> None:
    total = things_done(point.copy(tmp_path / "whole", aside=True), unannounced)
    moves = len(_made(tmp_path / "whole" / "mine").moves)
    assert total > 3 * moves
    root = point.copy(tmp_path / "cut", aside=True)
    assert kill_before(root, 3 * moves // 2, unannounced)
    assert not point.ended(root)
