"""`plano generate --only SERVICE`: one service's folders are written, and the rest is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trust.platforms import FIRST, SECOND, ColdRuns, files, plano, standing


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    (tmp_path / "blueprint.yaml").write_text(FIRST)
    assert plano(tmp_path, "generate").returncode == 0
    return tmp_path


def test_only_the_folders_of_the_service_are_written_and_the_rest_is_counted(root: Path) -> None:
    before = files(root)
    (root / "blueprint.yaml").write_text(SECOND)
    said = plano(root, "generate", "--only", "samples")
    assert said.returncode == 0, said.stderr
    after = files(root)
    changed = {path for path in {**before, **after} if before.get(path) != after.get(path)}
    assert changed
    assert all(path.startswith("generated/services/samples/") for path in changed)
    assert "other files not as the blueprint says: plano generate writes them." in said.stderr


def test_the_next_whole_run_ends_as_if_there_had_been_no_other(root: Path) -> None:
    (root / "blueprint.yaml").write_text(SECOND)
    assert plano(root, "generate", "--only", "samples").returncode == 0
    assert plano(root, "generate").returncode == 0
    assert standing(root) == ColdRuns().of(SECOND)


def test_a_service_that_there_is_not_is_a_wrong_use(root: Path) -> None:
    said = plano(root, "generate", "--only", "sample")
    assert said.returncode == 2
    assert "did you mean 'samples'?" in said.stderr


def test_a_hand_edit_elsewhere_does_not_stand_in_the_way(root: Path) -> None:
    path = root / "generated/contracts/topics.json"
    path.write_text("mine\n")
    (root / "blueprint.yaml").write_text(SECOND)
    assert plano(root, "generate", "--only", "samples").returncode == 0
    assert path.read_text() == "mine\n"
    assert plano(root, "generate").returncode == 1
