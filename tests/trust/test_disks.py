"""A disk that is full, closed or in the way: a sentence with a place, and nothing half done."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plano.output.compare import compare
from plano.output.errors import OutputError, refusal
from plano.output.findings import obstacles
from plano.output.lock import writing
from plano.output.write import refused, replace, write
from plano.pipeline import build_root
from tests.trust.platforms import FIRST, SECOND, ColdRuns, leftovers, standing
from tests.trust.runs import generate

COLD = ColdRuns()
NOBODY = 65534


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The first platform as it was generated, and a blueprint that has moved on."""
    inside = tmp_path / "lab"
    inside.mkdir()
    (inside / "blueprint.yaml").write_text(FIRST)
    assert generate(inside) == 0
    (inside / "blueprint.yaml").write_text(SECOND)
    return inside


def written(root: Path) -> None:
    """Write what the blueprint gives; OutputError where the disk does not let it."""
    tree = build_root(root).tree
    assert tree is not None
    with writing(root):
        write(tree, compare(tree, root), root)


def said_by(root: Path, prepare: Callable[[], None], run: Callable[[Path], None] = written) -> str:
    """What a run says of the disk that `prepare` gives it, in a process of its own; `done` where it says nothing."""
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        said = "something that no run may raise"
        try:
            prepare()
            run(root)
            said = "done"
        except OutputError as error:
            said = str(error)
        finally:
            os.write(telling, said.encode())
            os._exit(0)
    os.close(telling)
    with os.fdopen(reading, encoding="utf-8") as told:
        said = told.read()
    os.waitpid(child, 0)
    return said


def no_room() -> None:
    """No file may grow beyond 2,000 bytes, which is what a full disk looks like to the next long file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def be_nobody() -> None:
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def test_where_there_is_no_room_the_place_is_named_and_the_next_run_ends_it(root: Path) -> None:
    said = said_by(root, no_room)
    assert said.startswith("generated/")
    assert said.endswith("cannot be written: file too large")
    assert leftovers(root) == []
    (root / "blueprint.yaml").write_text(SECOND.replace("string(60)", "string(61)"))
    assert generate(root) == 0
    assert standing(root) == COLD.of(SECOND.replace("string(60)", "string(61)"))


def test_where_not_even_an_intent_fits_all_stays_as_it_was(root: Path) -> None:
    before = standing(root)

    def nothing_at_all() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    assert ".plano-index cannot be written" in said_by(root, nothing_at_all)
    assert standing(root) == before


FULL_DISK = """
import pathlib, shutil, subprocess, sys
from tests.trust.platforms import SECOND
from tests.trust.test_disks import written
root, lab = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", root], check=True)
shutil.copytree(lab, root, dirs_exist_ok=True)
ballast = root / "ballast"
with open(ballast, "wb", buffering=0) as file:
    try:
        while file.write(bytes(4096)):
            pass
    except OSError:
        pass
    file.truncate(file.tell() - 30000)
try:
    written(root)
    sys.exit("there was room")
except Exception as error:
    print(error)
ballast.unlink()
written(root)
shutil.copytree(root, sys.argv[3])
"""


@pytest.mark.real
def test_on_a_disk_that_is_full_a_run_says_so_and_the_next_one_ends_it(root: Path, tmp_path: Path) -> None:
    full, after = tmp_path / "full", tmp_path / "after"
    full.mkdir()
    words = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-c", FULL_DISK]
    words += [str(each) for each in (full, root, after)]
    if os.getuid() == 0:
        words = ["unshare", "--mount", *words[4:]]
    here = Path(__file__).parents[2]
    done = subprocess.run(words, cwd=here, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(here)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("cannot be written: no space left on device\n")
    assert standing(after) == COLD.of(SECOND)
    assert leftovers(after) == []


def test_a_tree_that_cannot_be_written_is_named(root: Path) -> None:
    before = standing(root)
    for path in (root, *(each for each in root.rglob("*") if each.is_dir())):
        path.chmod(0o555)
    open_way(root)
    assert said_by(root, be_nobody) == ".plano/lock cannot be written: permission denied"
    shutil.rmtree(root / ".plano")
    (root / ".plano").mkdir()
    (root / ".plano").chmod(0o777)
    said = said_by(root, be_nobody)
    assert said.startswith("generated/")
    assert said.endswith("cannot be written: permission denied")
    for path in (root, *(each for each in root.rglob("*") if each.is_dir())):
        path.chmod(0o755)
    assert standing(root) == before


def open_way(root: Path) -> None:
    """Let everybody reach a folder of this test, whoever runs it."""
    for above in root.parents:
        if above.stat().st_uid == os.getuid() and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)


def test_a_file_that_cannot_be_read_is_named_and_not_taken_for_an_edit(root: Path) -> None:
    path = next(name for name in standing(root) if name.endswith("events.py"))
    open_way(root)
    (root / path).chmod(0o000)
    shutil.rmtree(root / ".plano")
    (root / ".plano").mkdir()
    (root / ".plano").chmod(0o777)
    assert said_by(root, be_nobody) == f"{path} cannot be read: permission denied"


def test_a_file_where_a_folder_belongs_is_one_error_for_all_that_lies_below(root: Path) -> None:
    shutil.rmtree(root / "generated/kit")
    (root / "generated/kit").write_text("somebody's\n")
    tree = build_root(root).tree
    assert tree is not None
    (found,) = obstacles(tree, refused(compare(tree, root)))
    assert found.message.startswith("generated/kit is in the way: a folder of derived files belongs there")
    assert generate(root) == 1
    assert (root / "generated/kit").read_text() == "somebody's\n"


def test_writing_in_spite_of_an_obstacle_writes_nothing(root: Path) -> None:
    (root / "generated/contracts/archive.openapi.json").mkdir()
    before = standing(root)
    with pytest.raises(OutputError, match=r"generated/contracts/archive\.openapi\.json cannot be written"):
        written(root)
    assert standing(root) == before


def test_a_file_of_yours_keeps_its_mode(tmp_path: Path) -> None:
    handlers = tmp_path / "handlers.py"
    handlers.write_text("")
    handlers.chmod(0o600)
    replace(handlers, b"more\n")
    assert handlers.read_bytes() == b"more\n"
    assert handlers.stat().st_mode & 0o777 == 0o600


def test_a_reason_is_the_systems_own_without_its_number() -> None:
    error = refusal(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "generated/x")
    assert (error.place, error.reason) == ("generated/x", "no space left on device")
    assert "Errno" not in str(error)


def test_the_judge_of_a_full_disk_sees_one_that_is_not(root: Path) -> None:
    assert said_by(root, lambda: None) == "done"
    assert standing(root) == COLD.of(SECOND)
