"""A clone may bring a `.plano` of its own: through no link of it is anything written or removed outside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from plano.cli.report import write_report
from plano.output.placing import prune
from plano.output.plain import read_kept, write_kept
from plano.output.stamp import CACHE, STAMP, forget
from tests.trust.platforms import FIRST, LONGER, plano
from tests.trust.runs import generated


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return generated(tmp_path / "lab", FIRST)


@pytest.fixture(name="outside")
def _outside(tmp_path: Path) -> Path:
    """A folder beside the repository, with names that Plano has too."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("lock", "stamp", "cache", "cache.db", "stamp.pdf", "stamp.1", "report.txt"):
        (folder / name).write_text("precious\n")
    return folder


def untouched(outside: Path) -> bool:
    return len(list(outside.iterdir())) == 7 and {each.read_text() for each in outside.iterdir()} == {"precious\n"}


def change(root: Path) -> None:
    file = root / "blueprint.yaml"
    file.write_text(file.read_text().replace(*LONGER))


def test_a_link_in_the_place_of_the_lock_is_refused(root: Path, outside: Path) -> None:
    (root / ".plano/lock").unlink()
    (root / ".plano/lock").symlink_to(outside / "lock")
    change(root)
    done = plano(root, "generate")
    assert done.returncode == 1
    assert ".plano/lock cannot be used: a link" in done.stderr
    assert untouched(outside)


def test_a_link_in_the_place_of_the_folder_is_refused(root: Path, outside: Path) -> None:
    shutil.rmtree(root / ".plano")
    (root / ".plano").symlink_to(outside)
    change(root)
    done = plano(root, "generate")
    assert done.returncode == 1
    assert ".plano cannot be used: a link" in done.stderr
    assert untouched(outside)
    forget(root)
    assert read_kept(root, STAMP) is None
    with pytest.raises(OSError, match="no folder"):
        write_kept(root, STAMP, b"{}")
    assert untouched(outside)


@pytest.mark.parametrize("kept", [STAMP, CACHE])
def test_a_link_in_the_place_of_what_is_kept_is_not_read_and_is_replaced(root: Path, outside: Path, kept: str) -> None:
    (root / kept).unlink()
    (root / kept).symlink_to(outside / "stamp")
    assert read_kept(root, kept) is None
    change(root)
    assert plano(root, "generate").returncode == 0
    assert not (root / kept).is_symlink()
    assert untouched(outside)


def test_a_link_in_the_place_of_a_temporary_file_is_not_written_through(root: Path, outside: Path) -> None:
    (root / f"{STAMP}.{os.getpid()}").symlink_to(outside / "stamp")
    write_kept(root, STAMP, b"{}")
    assert (root / STAMP).read_bytes() == b"{}"
    assert untouched(outside)


def test_a_file_whose_name_only_begins_like_the_stamp_s_is_not_removed(root: Path) -> None:
    for name in ("stamp.pdf", "cache.db", "stamp.4711", "cache.4711"):
        (root / ".plano" / name).write_text("")
    forget(root)
    assert {each.name for each in (root / ".plano").iterdir()} >= {"stamp.pdf", "cache.db"}
    assert not (root / ".plano/stamp.4711").exists()
    assert not (root / ".plano/cache.4711").exists()


@pytest.mark.parametrize("link", [".plano", ".plano/report.txt"])
def test_the_report_of_a_bug_is_not_written_through_a_link(
    root: Path, outside: Path, link: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if link == ".plano":
        shutil.rmtree(root / link)
        (root / link).symlink_to(outside)
    else:
        (root / link).symlink_to(outside / "report.txt")
    assert write_report(RuntimeError("x"), ["--root", str(root), "generate"]) == 3
    assert untouched(outside)
    assert "RuntimeError" in capsys.readouterr().err


def test_what_python_compiled_is_not_removed_through_a_link(root: Path, outside: Path) -> None:
    (outside / "events.cpython-311.pyc").write_text("precious\n")
    package = root / "generated/services/mailer/lab_mailer"
    shutil.rmtree(package / "__pycache__", ignore_errors=True)
    (package / "__pycache__").symlink_to(outside)
    prune(root, "generated/services/mailer/lab_mailer/events.py")
    assert (outside / "events.cpython-311.pyc").exists()
