"""`plano diff --format stat|json`: the same difference in numbers and for programs; Git is the judge of both."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from plano.cli.main import run
from plano.output.difference import Difference, stat
from tests.cli.test_commands import BLUEPRINT

PACKAGE = "generated/services/samples/lab_samples"
CHANGED = BLUEPRINT.replace("{label: string(10)}, unique", "{label: string(20), note: text | null}, unique")
Said = pytest.CaptureFixture[str]


def git(root: Path, *words: str, text: str = "") -> str:
    done = subprocess.run(["git", *words], cwd=root, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def root(tmp_path: Path, capsys: Said) -> Path:
    """A platform with a stale file, one edited by hand, one that is no text, and one that is not there."""
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    assert run(["--root", str(tmp_path), "generate"]) == 0
    git(tmp_path, "init", "-q")
    (tmp_path / "blueprint.yaml").write_text(CHANGED)
    context = tmp_path / PACKAGE / "context.py"
    context.write_text(context.read_text() + "# mine\n")
    (tmp_path / PACKAGE / "exports.bin").touch()
    (tmp_path / PACKAGE / "service.py").write_bytes(b"\xff\xfe")
    (tmp_path / PACKAGE / "__main__.py").unlink()
    capsys.readouterr()
    return tmp_path


def plano(root: Path, capsys: Said, *words: str) -> tuple[int, str, str]:
    code = run(["--root", str(root), *words])
    return (code, *capsys.readouterr())


def test_a_program_reads_each_path_with_its_state_its_lines_and_its_patch(root: Path, capsys: Said) -> None:
    code, out, err = plano(root, capsys, "diff", "--format", "json")
    assert (code, err) == (1, "")
    found = {each["path"]: each for each in json.loads(out)}
    assert set(found[f"{PACKAGE}/context.py"]) == {"path", "state", "added", "removed", "patch"}
    edited, binary, gone = (found[f"{PACKAGE}/{name}"] for name in ("context.py", "service.py", "__main__.py"))
    assert (edited["state"], edited["added"], edited["removed"]) == ("hand-edited", 0, 1)
    assert edited["patch"].endswith("-# mine\n")
    assert (binary["state"], binary["added"], binary["removed"]) == ("hand-edited", None, None)
    assert (gone["state"], gone["removed"]) == ("missing", 0)


def test_the_patches_of_all_paths_are_the_patch_and_git_counts_the_same_lines(root: Path, capsys: Said) -> None:
    patch = plano(root, capsys, "diff")[1]
    found = json.loads(plano(root, capsys, "diff", "--format", "json")[1])
    assert "".join(each["patch"] for each in found) == patch
    counted = {line.split("\t")[2]: line.split("\t")[:2] for line in git_numbers(root, patch)}
    text = [each for each in found if each["added"] is not None]
    assert {each["path"]: [str(each["added"]), str(each["removed"])] for each in text} == counted


def git_numbers(root: Path, patch: str) -> list[str]:
    """What Git counts in the patch, without the file that is no text, which no such patch can make."""
    kept = "".join(line for line in patch.splitlines(keepends=True) if not line.startswith("Binary files "))
    return git(root, "apply", "--numstat", "-", text=kept).splitlines()


def test_a_person_sees_the_lines_of_each_file_and_of_all(root: Path, capsys: Said) -> None:
    code, out, _ = plano(root, capsys, "diff", "--format", "stat")
    assert code == 1
    lines = out.splitlines()
    found = json.loads(plano(root, capsys, "diff", "--format", "json")[1])
    assert len(lines) == len(found) + 1
    assert max(map(len, lines)) <= 80
    assert any("context.py (hand-edited) |" in line and line.endswith(" 1 -") for line in lines)
    assert any("service.py (hand-edited) |" in line and line.endswith(" -") for line in lines)
    added, removed = (sum(each[key] or 0 for each in found) for key in ("added", "removed"))
    assert lines[-1] == f" {len(found)} files would change, {added} insertions(+), {removed} deletions(-)"


def test_nothing_that_differs_is_nothing_said_and_code_0(root: Path, capsys: Said) -> None:
    assert plano(root, capsys, "generate", "--force")[0] == 0
    assert plano(root, capsys, "diff") == (0, "", "")
    assert plano(root, capsys, "diff", "--format", "stat") == (0, "", "")
    assert plano(root, capsys, "diff", "--format", "json") == (0, "[]\n", "")
    assert plano(root, capsys, "diff", "--names") == (0, "", "")


def test_diff_and_check_agree_whether_there_is_something_to_do(root: Path, capsys: Said) -> None:
    assert plano(root, capsys, "check")[0] == plano(root, capsys, "diff", "--names")[0] == 1
    assert plano(root, capsys, "generate", "--force")[0] == 0
    assert plano(root, capsys, "check")[0] == plano(root, capsys, "diff", "--names")[0] == 0
    (root / "generated/services/samples/.plano-index").unlink()
    assert plano(root, capsys, "check")[0] == 1
    code, out, err = plano(root, capsys, "diff", "--format", "json")
    assert code == 1
    assert "index" in err or json.loads(out)


def test_what_no_patch_can_move_is_said_with_its_next_step(root: Path, capsys: Said) -> None:
    assert plano(root, capsys, "generate", "--force")[0] == 0
    (root / PACKAGE / "context.py").unlink()
    (root / PACKAGE / "context.py").mkdir()
    code, out, err = plano(root, capsys, "diff")
    assert (code, out) == (1, "")
    assert "is in the way" in " ".join(err.split())
    assert "move it away" in err
    (each,) = json.loads(plano(root, capsys, "diff", "--format", "json")[1])
    assert (each["state"], each["added"], each["patch"]) == ("in-the-way", None, "")


def test_a_mistake_in_the_blueprint_is_shown_and_nothing_is_on_stdout(root: Path, capsys: Said) -> None:
    (root / "blueprint.yaml").write_text(BLUEPRINT.replace("kind: fastapi", "kind: fastapy"))
    for form in ("text", "stat", "json"):
        code, out, err = plano(root, capsys, "diff", "--format", form)
        assert (code, out) == (1, "")
        assert "Nothing was compared." in err


def test_names_and_another_form_are_a_mistake_of_usage(root: Path, capsys: Said) -> None:
    code, _, err = plano(root, capsys, "diff", "--names", "--format", "json")
    assert code == 2
    assert "'--names' is a form of its own" in err


@pytest.mark.parametrize("width", [30, 40, 80, 200])
@pytest.mark.parametrize(("added", "removed"), [(1, 0), (0, 7), (900, 1), (1, 900), (5000, 5000)])
def test_every_line_fits_and_a_line_that_came_or_went_has_its_sign(width: int, added: int, removed: int) -> None:
    found = [
        Difference("generated/a/very/long/path/that/no/terminal/has/room/for.py", "stale", added, removed, ""),
        Difference("generated/b.py", "missing", 2, 0, ""),
        Difference("generated/c.bin", "stale", None, None, ""),
    ]
    first, second, third, _ = stat(found, width)
    assert max(map(len, (first, second, third))) <= width
    assert ("+" in first, "-" in first) == (added > 0, removed > 0)
    assert second.split("|")[0].strip().endswith("(missing)")
    assert third.endswith(" -")
    assert f"{added + removed} " in first
