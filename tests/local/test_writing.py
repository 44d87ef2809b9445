"""A disk that is full, a folder that is no folder: `plano up` says which file, why, and what to do."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from plano.local.cluster import free_port
from plano.local.errors import LocalError, writing
from plano.local.state import State, file_of, read, write
from plano.local.wiping import stop_leftovers
from tests.local.lab import BLUEPRINT, PLANO, environment

FULL = Path("/dev/full")
LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
os.execv(sys.argv[2], sys.argv[2:])
"""


def test_a_full_disk_asks_for_room() -> None:
    with pytest.raises(LocalError) as raised, writing(FULL):
        FULL.write_text("a line")
    told = "/dev/full cannot be written: No space left on device. Make room, then plano up again"
    assert str(raised.value) == told


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_what_is_closed_to_you_asks_for_the_right_to_write(number: int) -> None:
    with pytest.raises(LocalError, match="Let yourself write there, then plano up again"), writing(Path("/some/file")):
        raise OSError(number, os.strerror(number))


def test_another_error_goes_its_way() -> None:
    with pytest.raises(ValueError, match="a bug"), writing(Path("/some/file")):
        raise ValueError("a bug")


def test_the_state_stays_as_it_was_where_it_cannot_be_replaced(tmp_path: Path) -> None:
    before = State(os.getpid(), "then", "local")
    write(tmp_path, before)
    file_of(tmp_path, "local").with_suffix(".tmp").mkdir()
    with pytest.raises(LocalError, match=r"state\.json cannot be written: Is a directory"):
        write(tmp_path, State(os.getpid(), "now", "local"))
    assert read(tmp_path, "local") == before


def test_what_down_cannot_remove_names_down_as_the_next_step(tmp_path: Path) -> None:
    file_of(tmp_path, "local").mkdir(parents=True)
    with pytest.raises(LocalError, match=r"state\.json cannot be removed: .* then plano down again"):
        stop_leftovers(tmp_path, "local")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A platform with just enough of what is generated to be started."""
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    (tmp_path / "generated" / "kit").mkdir(parents=True)
    return tmp_path


def test_up_without_room_is_no_bug_of_ours(root: Path) -> None:
    done = up(root, largest=64)
    assert done.returncode == 1
    told = "state.json cannot be written: File too large. Make room, then plano up again"
    assert f"{root}/.plano/local/{told}" in done.stderr


def test_up_without_a_folder_for_temporary_files_names_the_way_to_another(root: Path) -> None:
    done = up(root, largest=0)
    assert done.returncode == 1
    assert "No usable temporary directory found" in done.stderr
    assert "Make room, or name a folder of yours in TMPDIR" in done.stderr


def test_up_where_a_file_stands_in_the_place_of_its_folder_says_so(root: Path) -> None:
    (root / ".plano").write_text("")
    done = up(root)
    assert done.returncode == 1
    assert f"{root}/.plano/local/lock cannot be written: Not a directory" in done.stderr


def up(root: Path, largest: int = resource.RLIM_INFINITY) -> subprocess.CompletedProcess[str]:
    """`plano up` where no file may have more bytes than `largest`: as good as a full disk, for it alone."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(largest), PLANO, "up", "--port", str(free_port())],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment(),
    )
