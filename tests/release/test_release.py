"""`make release VERSION=…` in a repository of its own: it releases, or it says every reason and changes nothing."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.release.checkouts import Checkout

TEMPLATE = "templates/fastapi/py.typed"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that was released as 0.1.0 and has one more entry."""
    made = Checkout(tmp_path_factory.mktemp("ready") / "plano", released=True)
    shutil.rmtree(made.root / "dist")
    return made


@pytest.fixture
def checkout(ready: Checkout, tmp_path: Path) -> Checkout:
    """A copy of it that a test may change."""
    copied = object.__new__(Checkout)
    copied.root = tmp_path / "plano"
    shutil.copytree(ready.root, copied.root, symlinks=True)
    return copied


def refused(checkout: Checkout, version: str, *more: str) -> str:
    """What is said to a release that must be refused and must change nothing."""
    before = checkout.state()
    code, said = checkout.release(version, *more)
    assert code == 2, said  # make's code for a recipe that failed
    assert checkout.state() == before
    assert not (checkout.root / "dist" / version).exists()
    return said


def test_a_release_is_one_commit_with_a_tag_a_changelog_and_both_packages(checkout: Checkout) -> None:
    before = checkout.git("rev-parse", "HEAD")
    code, said = checkout.release("0.2.0", "DATE=2026-02-03")
    assert code == 0, said
    assert said.splitlines()[-1].endswith("Next: git push origin main v0.2.0")
    assert checkout.git("rev-parse", "HEAD^") == before
    assert checkout.git("rev-parse", "v0.2.0^{commit}") == checkout.git("rev-parse", "HEAD")
    assert checkout.git("status", "--porcelain") == ""
    changed = ["CHANGELOG.md", "copier.yml", "generator/plano/__init__.py"]
    assert checkout.git("diff", "--name-only", "HEAD^").split() == changed
    assert '  default: "0.2.0"\n' in checkout.read("copier.yml")
    assert '__version__ = "0.2.0"\n' in checkout.read("generator/plano/__init__.py")
    changelog = checkout.read("CHANGELOG.md")
    assert "## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n\n### Fixed\n\n- A thing.\n\n## [0.1.0] - " in changelog
    place = checkout.root / "dist/0.2.0"
    with zipfile.ZipFile(place / "plano-0.2.0-py3-none-any.whl") as wheel:
        assert b"\nVersion: 0.2.0\n" in wheel.read("plano-0.2.0.dist-info/METADATA")
        assert "plano/templates/fastapi/py.typed" in wheel.namelist()
    with tarfile.open(place / "plano-0.2.0.tar.gz") as source:
        assert "plano-0.2.0/generator/plano/__init__.py" in source.getnames()


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0.1.0", "0.1.0 does not follow 0.1.0, which is the last tag"),
        ("0.0.9", "0.0.9 does not follow 0.1.0"),
        ("1.0", "'1.0' is no version: it is three numbers, as 1.2.3"),
        ("v0.2.0", "'v0.2.0' is no version"),
        ("00.2.0", "'00.2.0' is no version"),
    ],
)
def test_a_version_that_does_not_follow_is_refused(ready: Checkout, version: str, said: str) -> None:
    assert said in refused(ready, version)


def test_a_day_that_is_none_is_refused(ready: Checkout) -> None:
    assert "'yesterday' is no day" in refused(ready, "0.2.0", "DATE=yesterday")


def test_what_is_not_committed_is_refused_with_its_name(checkout: Checkout) -> None:
    checkout.write("notes.txt", "mine")
    assert "not all is committed: notes.txt" in refused(checkout, "0.2.0")


def test_another_branch_than_main_is_refused(checkout: Checkout) -> None:
    checkout.git("switch", "-q", "-c", "topic")
    assert "this is the branch 'topic'" in refused(checkout, "0.2.0")


def test_a_changelog_that_says_nothing_is_refused(checkout: Checkout) -> None:
    checkout.write("CHANGELOG.md", checkout.read("CHANGELOG.md").replace("- A thing.\n", ""))
    checkout.commit("nothing to say")
    assert "has nothing under '## [Unreleased]'" in refused(checkout, "0.2.0")


def test_a_stale_file_is_refused(checkout: Checkout) -> None:
    text = checkout.read("blueprint.yaml")
    checkout.write("blueprint.yaml", text.replace("stock: int = 0", "stock: int = 1"))
    checkout.commit("not generated")
    assert "'plano check' is not clean" in refused(checkout, "0.2.0")


def test_all_reasons_are_told_at_once(checkout: Checkout) -> None:
    checkout.git("switch", "-q", "-c", "topic")
    checkout.write("CHANGELOG.md", "# Changelog\n")
    said = refused(checkout, "0.1.0")
    assert said.count("refused: ") == 4
    assert "0.1.0 was not released, and nothing was changed." in said


def test_a_patch_that_would_change_a_derived_file_is_refused_and_a_minor_is_not(checkout: Checkout) -> None:
    (checkout.root / TEMPLATE).write_text("# planted\n")
    checkout.generate()
    checkout.commit("a template says more")
    said = refused(checkout, "0.1.1")
    assert "0.1.1 is a patch of 0.1.0 and would change generated/:" in said
    assert "generated/services/catalog/tienda_catalog/py.typed" in said
    assert "release 0.2.0" in said
    code, said = checkout.release("0.2.0")
    assert code == 0, said


def test_a_patch_that_changes_no_derived_file_is_released(checkout: Checkout) -> None:
    code, said = checkout.release("0.1.1")
    assert code == 0, said
    assert checkout.git("diff", "--name-only", "v0.1.0", "v0.1.1", "--", "generated") == ""


def test_a_commit_that_git_refuses_leaves_all_as_it_was(checkout: Checkout) -> None:
    hook = checkout.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'the hook says no' >&2\nexit 1\n")
    hook.chmod(0o755)
    said = refused(checkout, "0.2.0")
    assert "the hook says no" in said
    assert "all is as it was" in said


def test_a_build_that_fails_leaves_all_as_it_was(checkout: Checkout) -> None:
    text = checkout.read("pyproject.toml")
    checkout.write("pyproject.toml", text.replace('readme = "README.md"', 'readme = "GONE.md"'))
    checkout.commit("a readme that is not there")
    assert "the packages could not be built" in refused(checkout, "0.2.0")
