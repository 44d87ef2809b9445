"""`plano diff` is a patch; Git is its judge."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plano.cli.main import run
from tests.cli.test_commands import BLUEPRINT


def git(root: Path, *words: str, text: str = "") -> str:
    done = subprocess.run(["git", *words], cwd=root, input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A platform whose blueprint changed since its files were written, and one of which was edited by hand."""
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    assert run(["--root", str(tmp_path), "generate"]) == 0
    git(tmp_path, "init", "-q")
    changed = BLUEPRINT.replace("{label: string(10)}, unique", "{label: string(20), note: text | null}, unique")
    (tmp_path / "blueprint.yaml").write_text(
        changed.replace("expose: {Sample: [list, get]}", "expose: {Sample: [list]}")
    )
    edited = tmp_path / "generated/services/samples/lab_samples/context.py"
    edited.write_text(edited.read_text().rstrip("\n") + "\n# mine")
    capsys.readouterr()
    return tmp_path


def test_the_patch_makes_the_disk_what_generate_would(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--root", str(root), "diff"]) == 1
    patch = capsys.readouterr().out
    assert "-# mine\n\\ No newline at end of file\n" in patch
    git(root, "apply", "-", text=patch)
    assert run(["--root", str(root), "diff"]) == 1  # the indexes follow with the next generate
    assert capsys.readouterr().out == ""


def test_a_service_that_comes_or_goes_is_whole_files(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "generated/services/samples/lab_samples/context.py").unlink()
    text = (root / "blueprint.yaml").read_text()
    (root / "blueprint.yaml").write_text(text.replace("samples", "trials").replace("Sample", "Trial"))
    assert run(["--root", str(root), "diff"]) == 1
    patch = capsys.readouterr().out
    assert "new file mode 100644" in patch
    assert "deleted file mode 100644" in patch
    git(root, "apply", "-", text=patch)
    assert not (root / "generated/services/samples/lab_samples/service.py").exists()
    assert run(["--root", str(root), "diff", "--names"]) == 1
    assert capsys.readouterr().out == ""


def test_names_say_what_is_the_matter(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--root", str(root), "diff", "--names"]) == 1
    said = capsys.readouterr().out
    assert "hand-edited         generated/services/samples/lab_samples/context.py" in said
    assert "stale               generated/contracts/samples.openapi.json" in said


def test_an_invalid_blueprint_has_no_difference(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "blueprint.yaml").write_text(BLUEPRINT.replace("kind: fastapi", "kind: fastapy"))
    assert run(["--root", str(root), "diff"]) == 1
    assert "Nothing was compared." in capsys.readouterr().err
