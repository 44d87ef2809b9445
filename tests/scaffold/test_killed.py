"""`plano new`, killed at any point: the next run ends right, and says what it ended."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from plano.cli.main import run
from plano.output.lock import writing
from plano.scaffold import staging
from plano.scaffold.errors import CollisionError
from tests.scaffold.repositories import BIN, Maker, contents, git, variables

POINTS = 50


def started(maker: Maker, folder: Path) -> subprocess.Popen[bytes]:
    command = [str(BIN / "plano"), "new", folder.name, "--defaults", "--source", str(maker.template)]
    nothing = subprocess.DEVNULL
    home = variables(maker.home / "user")
    return subprocess.Popen(
        command, cwd=folder.parent, env=home, stdout=nothing, stderr=nothing, start_new_session=True
    )


def in_place(folder: Path) -> int:
    """How many files are where they belong."""
    return sum(len(files) for top, _, files in os.walk(folder) if "/.plano" not in top and "/.git/" not in f"{top}/")


def kill_within(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def kill_once(process: subprocess.Popen[bytes], folder: Path, files: int) -> None:
    """Kill it as soon as so many files are in place."""
    while process.poll() is None:
        if in_place(folder) >= files:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.real
def test_killed_at_fifty_points_the_next_run_ends_right(maker: Maker, tmp_path: Path) -> None:
    begun = time.monotonic()
    whole = contents(maker.made(tmp_path / "whole"))
    taken = time.monotonic() - begun
    chance = random.Random(6)  # seeded, so that a failure can be had again
    cut, moving = 0, 0
    for point in range(POINTS):
        folder = tmp_path / f"point{point}"
        process = started(maker, folder)
        if point % 2:
            kill_within(process, chance.uniform(0.05, taken))
        else:
            kill_once(process, folder, chance.randrange(1, len(whole)))
        cut += process.returncode == -signal.SIGKILL
        moving += staging.begun(folder)
        done = maker.new(folder.name, cwd=tmp_path)
        assert done.returncode == 0, (point, done.stdout, done.stderr)
        assert contents(folder) == whole
        assert not (folder / ".plano" / "new").exists()
        assert git(folder, "status", "--porcelain") == ""
    assert cut > POINTS / 2, "hardly any run was cut short: nothing was tried"
    assert moving > POINTS / 10, "hardly any run was cut short while it moved files"
    assert run(["--root", str(folder), "check"]) == 0


def half_moved(maker: Maker, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """A folder as a run leaves it that was killed while it moved files; and what should be there."""
    whole = maker.made(tmp_path / "whole")
    wanted = contents(whole)
    root = tmp_path / "half"
    (root / staging.STAGE).mkdir(parents=True)
    whole.rename(root / staging.TREE)
    (root / staging.STAGE / "journal.json").write_text("[" + ",".join(f'"{path}"' for path in wanted) + "]")
    for path in sorted(wanted)[::2]:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / staging.TREE / path).rename(root / path)
    return root, wanted


def test_a_run_that_was_cut_short_is_ended_by_the_next(maker: Maker, tmp_path: Path) -> None:
    root, wanted = half_moved(maker, tmp_path)
    done = maker.new("half", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "An earlier run was cut short" in done.stdout
    assert contents(root) == wanted
    assert git(root, "status", "--porcelain") == ""


def test_what_came_in_the_way_meanwhile_is_kept_and_listed(maker: Maker, tmp_path: Path) -> None:
    root, wanted = half_moved(maker, tmp_path)
    missing = sorted(wanted)[3]
    (root / missing).parent.mkdir(parents=True, exist_ok=True)
    (root / missing).write_text("mine")
    done = maker.new("half", cwd=tmp_path)
    assert done.returncode == 1
    assert missing in done.stderr
    assert (root / missing).read_text() == "mine"
    (root / missing).unlink()
    assert maker.new("half", cwd=tmp_path).returncode == 0
    assert contents(root) == wanted


def test_the_mover_itself_overwrites_nothing(maker: Maker, tmp_path: Path) -> None:
    root, wanted = half_moved(maker, tmp_path)
    missing = sorted(wanted)[1]
    (root / missing).write_text("mine")
    with writing(root, ends=True), pytest.raises(CollisionError):
        staging.move(root)
    assert (root / missing).read_text() == "mine"
