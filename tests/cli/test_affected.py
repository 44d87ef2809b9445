"""`plano affected --since REV`: what enters an image, and nothing else, has it built again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plano.cli.main import run
from tests.cli.test_commands import BLUEPRINT
from tests.cli.test_diff import git

TWO = BLUEPRINT.replace(
    "routes:",
    """  shelf:
    kind: fastapi
    access: public
    operations: {look: {method: GET, path: /look}}
routes:""",
)
AUTHOR = ("-c", "user.name=lab", "-c", "user.email=lab@lab.example")


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A committed platform of two services, tagged v1."""
    (tmp_path / "blueprint.yaml").write_text(TWO)
    assert run(["--root", str(tmp_path), "generate"]) == 0
    (tmp_path / ".gitignore").write_text("/.plano/\n__pycache__/\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, *AUTHOR, "commit", "-qm", "all")
    git(tmp_path, "tag", "v1")
    capsys.readouterr()
    return tmp_path


def names(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["--root", str(root), "affected", "--since", "v1", "--format", "json"]) == 0
    return [each["service"] for each in json.loads(capsys.readouterr().out)]


def test_nothing_changed_touches_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert names(root, capsys) == []
    assert run(["--root", str(root), "affected", "--since", "v1"]) == 0
    assert capsys.readouterr() == ("", "No image is affected since v1.\n")


@pytest.mark.parametrize(
    ("path", "services"),
    [
        ("services/samples/handlers.py", ["samples"]),
        ("services/samples/rates.py", ["samples"]),
        ("services/samples/tests/test_mine.py", []),
        ("releases/production/samples.yaml", []),
        ("docs/readme.md", []),
    ],
)
def test_a_file_of_yours_touches_the_service_that_it_is_of(
    root: Path, capsys: pytest.CaptureFixture[str], path: str, services: list[str]
) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + "# changed\n")
    assert names(root, capsys) == services


def test_a_change_of_the_blueprint_touches_whose_code_it_changes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "blueprint.yaml").write_text(
        TWO.replace("{look: {method: GET, path: /look}}", "{look: {method: GET, path: /see}}")
    )
    assert run(["--root", str(root), "affected", "--since", "v1"]) == 1
    assert "stale" in capsys.readouterr().err
    assert run(["--root", str(root), "generate"]) == 0
    capsys.readouterr()
    assert names(root, capsys) == ["shelf"]
    assert run(["--root", str(root), "affected", "--since", "v1"]) == 0
    assert capsys.readouterr().out.startswith("shelf           generated/services/shelf/lab_shelf/")


def test_a_revision_that_git_does_not_know_is_a_wrong_use(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--root", str(root), "affected", "--since", "v2"]) == 2
    assert "Git knows no commit 'v2'" in capsys.readouterr().err


def test_what_affected_reads_is_what_docker_is_shown(root: Path) -> None:
    ignore = (root / "generated/services/samples/Dockerfile.dockerignore").read_text().splitlines()
    dockerfile = (root / "generated/services/samples/Dockerfile").read_text()
    shown = [line.removeprefix("!") for line in ignore if line.startswith("!")]
    copies = [
        line.split()[1:-1] for line in dockerfile.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    copied = {path for paths in copies for path in paths}
    assert {path for path in shown if any(each.startswith(path) for each in copied)} == set(shown)
    assert all(any(each.startswith(path) for path in shown) for each in copied)
