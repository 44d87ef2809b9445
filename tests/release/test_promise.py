"""A patch release never changes `generated/`: this checkout against its last tag, and what would break the promise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts.promise import bound_by, changed_since, generated_now
from scripts.versions import Version
from tests.release.checkouts import REPOSITORY, Checkout

BEFORE = Version(0, 1, 0)


def told(root: Path) -> tuple[str, list[str]]:
    """What the promise means to a checkout today, and the paths that break it."""
    before = bound_by(root)
    if before is None:
        return "its version is a patch of no release that is tagged, so generated/ may change", []
    return f"its version is a patch of {before}, whose generated/ it must have", changed_since(root, before.tag)


def test_this_checkout_keeps_the_promise() -> None:
    means, broken = told(REPOSITORY)
    print(f"\npatch releases: {means}")
    assert broken == [], means


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout of this generator that was released as 0.1.0, and whose version says 0.1.1 since."""
    made = Checkout(tmp_path / "plano")
    made.git("tag", BEFORE.tag)
    source = made.read("generator/plano/__init__.py")
    made.write("generator/plano/__init__.py", source.replace('__version__ = "0.1.0"', '__version__ = "0.1.1"'))
    made.commit("the next patch")
    return made


def test_a_patch_that_gives_the_same_files_keeps_the_promise(checkout: Checkout) -> None:
    assert bound_by(checkout.root) == BEFORE
    assert told(checkout.root)[1] == []


def test_a_derived_file_that_was_changed_added_or_went_breaks_it(checkout: Checkout) -> None:
    """The tag is moved to a commit in which one file is another one: the generator of today then gives a change."""
    here = checkout.git("rev-parse", "HEAD")
    path = checkout.root / "generated/contracts/topics.json"
    for plant in ("changed", "added", "gone"):
        checkout.git("switch", "-q", "-c", plant, here)
        if plant == "changed":
            path.write_text("{}\n")
        elif plant == "added":
            path.unlink()
        else:
            shutil.copyfile(path, path.with_name("more.json"))
        checkout.commit("planted")
        checkout.git("tag", "--force", BEFORE.tag)
        changed = "generated/contracts/more.json" if plant == "gone" else "generated/contracts/topics.json"
        assert told(checkout.root)[1] == [changed], plant


def test_a_minor_and_what_comes_after_a_tag_are_bound_by_nothing(checkout: Checkout) -> None:
    checkout.git("tag", "v0.1.1")
    assert bound_by(checkout.root) == BEFORE
    checkout.write("notes.txt", "after the release")
    checkout.commit("after the release")
    assert bound_by(checkout.root) is None
    source = checkout.read("generator/plano/__init__.py")
    checkout.write("generator/plano/__init__.py", source.replace("0.1.1", "0.2.0"))
    assert bound_by(checkout.root) is None


def test_what_is_derived_now_is_what_generate_wrote(checkout: Checkout) -> None:
    names = [path for path in (checkout.root / "generated").rglob("*") if path.is_file()]
    written = {path.relative_to(checkout.root).as_posix(): path.read_bytes() for path in names}
    assert generated_now(checkout.root) == written
