"""The same blueprint gives the same bytes and modes: whoever runs it, where, and how many at once."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from plano.output.placing import place
from tests.trust.platforms import FIRST, PLANO, SECOND, ColdRuns, leftovers, plano, standing
from tests.trust.runs import generate

COLD = ColdRuns()
MACHINES = {
    "a closed umask": (0o077, {}),
    "an open umask": (0o000, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
    "another zone": (0o022, {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"}),
    "no home": (0o027, {"HOME": "/nonexistent", "LANG": "ja_JP.eucJP", "COLUMNS": "40", "PYTHONUTF8": "0"}),
}


def lab(folder: Path, blueprint: str = FIRST) -> Path:
    folder.mkdir(parents=True)
    (folder / "blueprint.yaml").write_text(blueprint)
    return folder


def run_as(root: Path, umask: int, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`plano generate` as a process with this umask and environment."""
    script = f'umask {umask:03o} && exec "$0" generate'
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PLANO_")}
    return subprocess.run(
        ["sh", "-c", script, PLANO], cwd=root, env={**ours, **environment}, capture_output=True, text=True, timeout=120
    )


def with_yours(root: Path) -> dict[str, tuple[int, bytes]]:
    """All below generated/ and services/: the first versions of your files have fixed modes, too."""
    return {**standing(root), **standing(root, "services")}


@pytest.mark.parametrize("machine", MACHINES)
def test_bytes_and_modes_are_those_of_any_other_machine(tmp_path: Path, machine: str) -> None:
    root = lab(tmp_path / "Ünïcode folder" / "with 'quotes' and spaces")
    done = run_as(root, *MACHINES[machine])
    assert done.returncode == 0, done.stderr
    here = lab(tmp_path / "here")
    assert generate(here) == 0
    assert with_yours(root) == with_yours(here)
    assert {mode for mode, _ in with_yours(root).values()} == {0o644, 0o755}


def test_no_derived_file_is_executable_or_has_another_line_end(tmp_path: Path) -> None:
    root = lab(tmp_path / "lab", SECOND)
    assert generate(root) == 0
    plain = {name: each for name, each in standing(root).items() if (root / name).is_file()}
    assert {mode for mode, _ in plain.values()} == {0o644}
    assert [name for name, (_, content) in plain.items() if b"\r" in content or b"\0" in content] == []
    assert [name for name, (_, content) in plain.items() if content and not content.endswith(b"\n")] == []


def test_a_folder_that_was_moved_needs_nothing(tmp_path: Path) -> None:
    root = lab(tmp_path / "first")
    assert plano(root, "generate").returncode == 0
    moved = tmp_path / "second"
    shutil.move(root, moved)
    assert plano(moved, "generate").stdout.startswith("Nothing to write")
    assert plano(moved, "check").returncode == 0


def test_two_runs_at_once_end_as_one(tmp_path: Path) -> None:
    root = lab(tmp_path / "lab")
    runs = [
        subprocess.Popen([PLANO, "generate"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [(*run.communicate(timeout=120), run.returncode) for run in runs]
    assert 0 in [code for _, _, code in said]
    assert all(code == 0 or "another plano writes here" in err for _, err, code in said), said
    assert standing(root) == COLD.of(FIRST)
    assert leftovers(root) == []
    assert plano(root, "check").returncode == 0


def test_the_judge_of_machines_sees_a_mode_and_a_byte(tmp_path: Path) -> None:
    root = lab(tmp_path / "lab")
    assert generate(root) == 0
    assert standing(root) == COLD.of(FIRST)
    path = next(root / name for name in standing(root) if name.endswith(".py"))
    path.chmod(0o600)
    assert standing(root) != COLD.of(FIRST)
    path.chmod(0o644)
    assert standing(root) == COLD.of(FIRST)
    path.write_bytes(path.read_bytes() + b"\n")
    assert standing(root) != COLD.of(FIRST)


def test_a_clone_with_a_closed_umask_is_as_the_blueprint_says(tmp_path: Path) -> None:
    root = lab(tmp_path / "lab")
    assert generate(root) == 0
    for path in root.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert plano(root, "check").returncode == 0


def test_a_writer_that_leaves_modes_to_the_umask_is_found_out(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        (tmp_path / "generated").mkdir()
        (tmp_path / "generated/left.py").write_bytes(b"")
        place(tmp_path, "generated/set.py", b"")
    finally:
        os.umask(before)
    modes = {name: mode for name, (mode, _) in standing(tmp_path).items()}
    assert modes == {"generated/left.py": 0o600, "generated/set.py": 0o644}
