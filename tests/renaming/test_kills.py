"""A rename that is killed at any point is ended by the next command, and nothing of yours is lost or half done."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from plano.renaming.intent import INTENT, finish, intent_of
from plano.renaming.planning import plan
from tests.renaming.places import YOURS, plano, repository, standing
from tests.renaming.shop import YOURS as SHOPS
from tests.renaming.shop import shop
from tests.trust.runs import Run, kill_before, things_done

RENAMES = (
    ("service", "samples", "probes"),
    ("topic", "samples.taken", "probes.taken"),
    ("entity", "samples.Sample", "Probe"),
    ("field", "samples.taken.sample_id", "number"),
    ("host", "db-1", "data-1"),
    ("value", "samples.Sample.state.kept", "held"),
    ("operation", "samples.take_sample", "draw"),
    ("environment", "production", "live", "--leave-data"),
)
ROLE = ("role", "support", "helpdesk")


def renaming(words: tuple[str, ...]) -> Run:
    """The command as a run in a folder."""

    def run(root: Path) -> int:
        return plano(root, "rename", *words)[0]

    return run


def ending(root: Path) -> int:
    return plano(root, "rename", "--continue")[0]


def unannounced(root: Path) -> int:
    """A saboteur: it does what the rename does, and writes down nothing first."""
    planned = plan(root, "service", "samples", "probes")
    assert planned is not None
    (root / ".plano").mkdir()
    (root / INTENT).write_text("{}")
    finish(root, intent_of(planned, "quietly"))
    return 0


def whole(root: Path, words: tuple[str, ...]) -> dict[str, str]:
    """Everything as the rename leaves it when nobody disturbs it."""
    assert renaming(words)(repository(root)) == 0
    return standing(root)


def judged(root: Path, after: dict[str, str], before: dict[str, str] = YOURS) -> list[str]:
    """What is wrong once a rename was killed and the next command has run: it must stand whole, or not at all."""
    announced = (root / INTENT).exists()
    code = ending(root)
    found = standing(root)
    wrong = [] if code == 0 else [f"the next command ends with {code}"]
    wanted = after if announced or found == after else before
    left = {path for path in found if path.endswith(".tmp")}
    if not announced:
        found = {path: text for path, text in found.items() if path not in left}
        left = {path for path in left if not path.startswith(".plano/")}
    wrong += [f"{path} is left over" for path in sorted(left)]
    return wrong + [
        f"{path} is neither old nor new" for path in sorted({*found, *wanted}) if found.get(path) != wanted.get(path)
    ]


def test_killed_at_fifty_points_it_is_whole_or_not_there_at_all(tmp_path: Path) -> None:
    chance = random.Random(11)
    points: list[tuple[tuple[str, ...], int]] = []
    afterwards: dict[tuple[str, ...], dict[str, str]] = {}
    for number, words in enumerate(RENAMES):
        afterwards[words] = whole(tmp_path / f"whole-{number}", words)
        total = things_done(repository(tmp_path / f"counted-{number}"), renaming(words))
        points += [(words, point) for point in range(1, total + 1)]
    assert len(points) >= 50
    for turn, (words, point) in enumerate(chance.sample(points, 50)):
        root = repository(tmp_path / str(turn))
        assert kill_before(root, point, renaming(words))
        if turn % 3 == 0:
            kill_before(root, 1 + point // 3, ending)
        assert judged(root, afterwards[words]) == [], f"{words}, killed before thing {point}"
        shutil.rmtree(root)


def test_every_point_of_the_longest_rename(tmp_path: Path) -> None:
    after = whole(tmp_path / "whole", RENAMES[0])
    for point in range(1, things_done(repository(tmp_path / "counted"), renaming(RENAMES[0])) + 1):
        root = repository(tmp_path / str(point))
        assert kill_before(root, point, renaming(RENAMES[0]))
        assert judged(root, after) == [], f"killed before thing {point}"


def test_every_point_of_a_rename_that_writes_a_migration(tmp_path: Path) -> None:
    role = renaming(ROLE)
    assert role(shop(tmp_path / "whole")) == 0
    after = standing(tmp_path / "whole")
    assert set(after) - set(SHOPS), "it writes a file that was not there"
    for point in range(1, things_done(shop(tmp_path / "counted"), role) + 1):
        root = shop(tmp_path / str(point))
        assert kill_before(root, point, role)
        assert judged(root, after, SHOPS) == [], f"killed before thing {point}"


def test_a_migration_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    role = renaming(ROLE)
    for point in range(1, things_done(shop(tmp_path / "counted"), role) + 1):
        root = shop(tmp_path / str(point))
        assert kill_before(root, point, role)
        if (root / INTENT).exists():
            break
    file = root / "services/users/migrations/0002_rename_role_support_to_helpdesk.py"
    assert not file.exists()
    file.write_text("mine\n")
    code, _, told = plano(root, "rename", "--continue")
    assert (code, "was changed since the rename was cut short" in told) == (2, True)
    assert file.read_text() == "mine\n"


def test_a_rename_that_writes_nothing_down_first_is_found_out(tmp_path: Path) -> None:
    after = whole(tmp_path / "whole", RENAMES[0])
    found: list[str] = []
    for point in range(1, things_done(repository(tmp_path / "counted"), unannounced) + 1):
        root = repository(tmp_path / str(point))
        kill_before(root, point, unannounced)
        found += judged(root, after)
    assert any("is neither old nor new" in wrong for wrong in found)


def cut_short(root: Path) -> Path:
    """A repository in which a rename was killed once its folder had moved."""
    total = things_done(repository(root.with_name("counted")), renaming(RENAMES[0]))
    for point in range(1, total + 1):
        repository(root)
        assert kill_before(root, point, renaming(RENAMES[0]))
        if (root / "services/probes").exists():
            return root
        shutil.rmtree(root)
    raise AssertionError("the folder never moved")


def test_the_next_rename_ends_the_first_and_says_so(tmp_path: Path) -> None:
    root = cut_short(tmp_path / "lab")
    code, said, _ = plano(root, "rename", "host", "db-1", "data-1")
    assert code == 0
    assert said.startswith("Ended the rename that was cut short: service samples probes.")
    assert "Renamed host 'db-1' to 'data-1'." in said
    assert "probes:" in standing(root)["blueprint.yaml"]
    assert not (root / INTENT).exists()


def test_until_then_no_other_command_writes(tmp_path: Path) -> None:
    root = cut_short(tmp_path / "lab")
    before = standing(root)
    for words in (("generate",), ("fmt",), ("rename", "host", "db-1", "data-1", "--dry-run")):
        code, _, told = plano(root, *words)
        assert (code, "plano rename --continue ends it" in told) == (1, True), words
    assert standing(root) == before
    assert ending(root) == 0
    assert plano(root, "fmt")[0] == 0


@pytest.mark.parametrize("path", ["services/probes/handlers.py", "blueprint.yaml"])
def test_what_you_change_meanwhile_is_not_overwritten(tmp_path: Path, path: str) -> None:
    root = cut_short(tmp_path / "lab")
    (root / path).write_text("mine\n")
    before = standing(root)
    code, _, told = plano(root, "rename", "--continue")
    assert code == 2
    assert f"{path} was changed since the rename was cut short, and nothing of it is overwritten" in told
    assert standing(root) == before


def test_a_folder_that_came_back_meanwhile_stops_it(tmp_path: Path) -> None:
    root = cut_short(tmp_path / "lab")
    (root / "services/samples").mkdir()
    code, _, told = plano(root, "rename", "--continue")
    assert code == 2
    assert "services/samples and services/probes are both there" in told


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[", '{"title": "x", "moves": [["../a", "b"]], "writes": []}',
        '{"title": "x", "moves": [["services/samples", "/etc/x"]], "writes": []}',
        '{"title": "x", "moves": [], "writes": [{"path": ".git/hooks/x", "before": "", "after": ""}]}',
        '{"title": "x", "moves": [], "writes": [{"path": "services/x/sitecustomize.py", "before": null, "after": ""}]}',
    ],
)  # fmt: skip
def test_an_intent_of_somebody_else_is_not_followed(tmp_path: Path, text: str) -> None:
    root = repository(tmp_path)
    (root / ".plano").mkdir()
    (root / INTENT).write_text(text)
    before = standing(root)
    code, _, told = plano(root, "rename", "--continue")
    assert code == 2
    assert f"{INTENT} says no rename, so that nothing was done: remove it" in told
    assert standing(root) == before


def test_with_nothing_cut_short_there_is_nothing_to_end(tmp_path: Path) -> None:
    assert plano(repository(tmp_path), "rename", "--continue") == (0, "No rename was cut short here.\n", "")
