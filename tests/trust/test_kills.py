"""A run that was killed leaves nothing that the next one does not mend, and takes nothing of yours with it."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from plano.output.compare import compare
from plano.output.index import INDEX_NAME
from plano.output.write import refused
from plano.pipeline import build_root
from tests.trust.platforms import FIRST, SECOND, THIRD, YOURS, ColdRuns, leftovers, standing, write_yours
from tests.trust.runs import Run, generate, kill_before, things_done, unannounced, untidy

COLD = ColdRuns()
AFTERWARDS = (SECOND, THIRD, FIRST)


def prepared(root: Path) -> Path:
    """The first platform as it was generated, with files of yours, and a blueprint that has moved on."""
    root.mkdir()
    blueprint(root, FIRST)
    write_yours(root)
    assert generate(root) == 0
    blueprint(root, SECOND)
    return root


def blueprint(root: Path, text: str) -> None:
    (root / "blueprint.yaml").write_text(text)


def judged(root: Path, last: str, run: Run = generate) -> list[str]:
    """What is wrong after a kill and the run that follows it."""
    blueprint(root, last)
    code = run(root)
    wrong = [] if code == 0 else [f"the next run ends with {code}"]
    stand, cold = standing(root), COLD.of(last)
    differing = sorted(path for path in {*stand, *cold} if stand.get(path) != cold.get(path))
    wrong += [f"{path} is not that of a run from nothing" for path in differing]
    wrong += [f"{path} is not as you left it" for path, text in YOURS.items() if (root / path).read_bytes() != text]
    wrong += [f"{path} is left over" for path in leftovers(root)]
    return wrong


def points(total: int, count: int, seed: int) -> list[int]:
    """Things before which to kill: the first and the last, and others in between by chance."""
    between = random.Random(seed).sample(range(2, total), min(count, total) - 2)
    return [1, total, *between]


def killed_and_judged(tmp_path: Path, count: int, seed: int) -> None:
    total = things_done(prepared(tmp_path / "whole"))
    assert judged(tmp_path / "whole", SECOND) == []
    for turn, point in enumerate(points(total, count, seed)):
        root = prepared(tmp_path / f"killed-{turn}")
        assert kill_before(root, point)
        if turn % 3 == 0:
            blueprint(root, AFTERWARDS[turn % 2])
            kill_before(root, 1 + point // 2)
        last = AFTERWARDS[turn % len(AFTERWARDS)]
        assert judged(root, last) == [], f"killed before thing {point} of {total}, seed {seed}"
        shutil.rmtree(root)


def test_whenever_a_run_is_killed_the_next_one_ends_it(tmp_path: Path) -> None:
    killed_and_judged(tmp_path, 25, seed=7)


@pytest.mark.soak
def test_two_hundred_kills_leave_nothing_behind(tmp_path: Path) -> None:
    seed = int(os.environ.get("SOAK_SEED", str(random.randrange(10**6))))
    print(f"\nkills: SOAK_SEED={seed}")
    killed_and_judged(tmp_path, 200, seed)


def test_what_you_edit_after_a_kill_is_still_an_edit(tmp_path: Path) -> None:
    root = prepared(tmp_path / "edited")
    assert kill_before(root, things_done(prepared(tmp_path / "whole")) // 2)
    indexes = [path for path in (root / "generated").rglob(INDEX_NAME) if path.read_text().startswith("writing")]
    assert indexes, "no index says that a run was cut short"
    edited = indexes[0].parent / indexes[0].read_text().splitlines()[1].partition(" ")[2]
    edited.write_text("mine\n")
    tree = build_root(root).tree
    assert tree is not None
    assert [root / change.path for change in refused(compare(tree, root))] == [edited]
    assert generate(root) == 1
    assert edited.read_text() == "mine\n"


def test_a_first_run_that_was_killed_is_ended_by_a_second(tmp_path: Path) -> None:
    for number in (3, 40, 150, 260):
        root = tmp_path / str(number)
        root.mkdir()
        blueprint(root, FIRST)
        assert kill_before(root, number)
        blueprint(root, THIRD)
        assert generate(root) == 0
        assert standing(root) == COLD.of(THIRD)
        assert leftovers(root) == []


def test_a_temporary_file_of_yours_stays(tmp_path: Path) -> None:
    root = prepared(tmp_path / "yours")
    yours = {"generated/.notes.12.tmp", "services/samples/.notes.py.12.tmp", "generated/kit/.x.tmp"}
    ours = {"generated/kit/.py.typed.12.tmp", f"generated/kit/.{INDEX_NAME}.12.tmp", ".blueprint.yaml.12.tmp"}
    first = next(path for path in standing(root) if path.startswith("generated/kit/plano_kit/") and ".py" in path)
    folder, _, name = first.rpartition("/")
    ours = {path for path in ours if "py.typed" not in path} | {f"{folder}/.{name}.12.tmp"}
    for path in yours | ours:
        (root / path).write_text("half")
    assert generate(root) == 0
    assert {path for path in yours | ours if (root / path).exists()} == yours


@pytest.mark.parametrize("saboteur", [unannounced, untidy])
def test_a_writer_that_does_not_say_what_it_will_do_is_found_out(tmp_path: Path, saboteur: Run) -> None:
    found: list[str] = []
    total = things_done(prepared(tmp_path / "whole"), saboteur)
    for point in points(total, 12, seed=7):
        root = prepared(tmp_path / str(point))
        assert kill_before(root, point, saboteur)
        found += judged(root, THIRD, generate)
    assert any("ends with 1" in wrong for wrong in found)


def test_the_judge_sees_what_is_planted(tmp_path: Path) -> None:
    root = prepared(tmp_path / "planted")
    assert judged(root, SECOND) == []
    (root / "generated/extra").mkdir()
    (root / "generated/notes.txt").write_bytes(b"touched")
    (root / "generated/kit/.x.1.tmp").write_bytes(b"")
    (root / "generated/kit/README.md").write_bytes(b"old")
    found = judged(root, SECOND, lambda _: 5)
    assert "the next run ends with 5" in found
    assert "generated/extra is left over" in found
    assert "generated/kit/.x.1.tmp is left over" in found
    assert "generated/notes.txt is not as you left it" in found
    assert "generated/kit/README.md is not that of a run from nothing" in found
