"""What the last run left is believed only where it is whole, and where nothing was saved while it was made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plano.output import stamp
from plano.output.stamp import CACHE, STAMP
from tests.plugins.packages import Site, emitter, site
from tests.trust.platforms import FIRST, LONGER, plano
from tests.trust.runs import generate, generated

SAVING = """
import sys
from plano.cli import main
from tests.trust.platforms import LONGER
file, number = sys.argv[1] + "/blueprint.yaml", int(sys.argv[2])
opened = 0
def save(event, values):
    global opened
    if event == "open" and str(values[0]) == file:
        opened += 1
        if opened == number:
            text = open(file).read()
            open(file, "w").write(text.replace(*LONGER))
sys.addaudithook(save)
sys.exit(main.run(["--root", sys.argv[1], "generate"]))
"""
"""A run in which the blueprint is saved when it is opened for the n-th time."""


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return generated(tmp_path / "lab", FIRST)


@pytest.mark.parametrize("number", range(1, 8))
def test_a_save_during_a_run_and_its_undoing_are_both_seen(root: Path, number: int) -> None:
    changed = FIRST.replace("{handler: tell}", "{handler: tell, concurrency: 2}")
    (root / "blueprint.yaml").write_text(changed)
    here = Path(__file__).parents[2]
    run = [sys.executable, "-c", SAVING, str(root), str(number)]
    subprocess.run(run, cwd=here, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": _path(here)})
    (root / "blueprint.yaml").write_text(changed)
    assert plano(root, "generate").returncode == 0
    assert plano(root, "check").returncode == 0


def _path(here: Path) -> str:
    return os.pathsep.join((*filter(None, (os.environ.get("PYTHONPATH"),)), str(here)))


def _whole(root: Path) -> dict[str, object]:
    found = json.loads((root / STAMP).read_bytes())
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "content",
    [b"[" * 200_000, b'{"looks": ' * 100_000, b"[]", b"1", b"\xff\xfe", b'{"inputs": 1}', b"", b"1" * 10_000],
)
def test_a_stamp_that_is_none_is_passed_over_and_heals(root: Path, content: bytes) -> None:
    (root / STAMP).write_bytes(content)
    done = plano(root, "generate")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert stamp.read(root).inputs


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000])
def test_a_stamp_with_a_name_that_no_file_has_is_passed_over(root: Path, name: str) -> None:
    whole = _whole(root)
    (root / STAMP).write_text(json.dumps({**whole, "looks": {name: "x"}}))
    done = plano(root, "generate")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert name not in stamp.read(root).looks


@pytest.mark.parametrize("kept", [STAMP, CACHE, "requirements.txt"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(root: Path, kept: str) -> None:
    (root / kept).unlink(missing_ok=True)
    os.mkfifo(root / kept)
    (root / "blueprint.yaml").write_text(FIRST.replace(*LONGER))
    assert plano(root, "generate").returncode == 0
    assert plano(root, "check").returncode == 0


def test_a_pipe_in_the_place_of_the_lock_is_told(root: Path) -> None:
    (root / ".plano/lock").unlink()
    os.mkfifo(root / ".plano/lock")
    (root / "blueprint.yaml").write_text(FIRST.replace(*LONGER))
    done = plano(root, "generate")
    assert done.returncode == 1
    assert ".plano/lock cannot be used" in done.stderr


def test_a_folder_may_have_any_name_and_an_override_too(tmp_path: Path) -> None:
    root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    generated(root, FIRST)
    (root / "overrides").mkdir()
    (root / "overrides/README.md").write_text("mine\n")
    assert generate(root) == 0
    done = plano(root, "generate")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "Nothing to write" in done.stdout


@pytest.fixture(name="lab")
def _lab(tmp_path: Path) -> Site:
    """A platform with an emitter of another package, which lies in a folder of its own."""
    made = site(tmp_path)
    made.install("plano_notes", emitter(), emitters="notes = plano_notes:EMITTER")
    assert made.plano("generate")[0] == 0
    return made


def test_a_plug_in_that_is_edited_where_it_lies_is_used_anew(lab: Site) -> None:
    before = lab.files()["generated/notes/a.json"]
    assert "Nothing to write" in lab.plano("generate")[1]
    module = lab.packages / "plano_notes.py"
    module.write_text(module.read_text().replace('"about"', '"told"'))
    assert lab.plano("generate")[0] == 0
    assert lab.files()["generated/notes/a.json"] != before


def test_so_it_is_where_the_platform_is_reached_through_a_link(lab: Site, tmp_path: Path) -> None:
    deep = tmp_path / "a/b/c"
    deep.mkdir(parents=True)
    (deep / "lab").symlink_to(lab.root)
    linked = Site(lab.packages, deep / "lab")
    linked.plano("generate")
    assert "Nothing to write" in linked.plano("generate")[1]
    module = lab.packages / "plano_notes.py"
    module.write_text(module.read_text().replace('"about"', '"told"'))
    assert "1 of" in linked.plano("generate")[1]
