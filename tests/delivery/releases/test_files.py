"""Release files: what is read from them, what is refused and where, and what stays when they are written anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plano.delivery.files import LARGEST, find, put, read_file
from plano.delivery.reading import read_release
from plano.delivery.release import Release
from plano.delivery.writing import written
from plano.diagnostics.model import Severity
from tests.delivery.argocd.judges import DEPOTS, platform_of

OLD = Release("a" * 40, "sha256:" + "b" * 64)
NEW = Release("c0ffee" * 6 + "beef", "sha256:" + "0" * 64)
PATH = "releases/trial/parcels.yaml"
GOOD = written(OLD, None, PATH)


def refusals(text: str) -> list[tuple[int, int, str]]:
    """Line, column and sentence of each finding."""
    read = read_release(text, PATH)
    assert read.release is None
    assert {(each.code, each.severity) for each in read.diagnostics} == {("bad-release", Severity.ERROR)}
    assert all(each.help for each in read.diagnostics)
    return [(each.span.line, each.span.column, each.message) for each in read.diagnostics if each.span is not None]


def test_a_release_is_read_as_it_was_written() -> None:
    assert f'commit: "{"a" * 40}"\ndigest: "sha256:{"b" * 64}"\n' == GOOD
    assert read_release(GOOD, PATH).release == OLD


def test_a_branch_is_no_commit() -> None:
    assert refusals(GOOD.replace("a" * 40, "main")) == [(1, 9, "the commit of this release is no commit")]


def test_a_tag_is_no_digest() -> None:
    assert refusals(GOOD.replace("sha256:", "v1:")) == [(2, 9, "the digest of this release is no digest")]


@pytest.mark.parametrize("number", ["1" * 40, "0" * 40, "7" * 38 + "e1", "0e" + "1" * 38])
def test_a_commit_that_is_a_number_without_quotes_is_refused(number: str) -> None:
    assert refusals(GOOD.replace(f'"{"a" * 40}"', number)) == [(1, 9, "the commit of this release is not text")]
    assert read_release(written(Release(number, OLD.digest), None, PATH), PATH).diagnostics == ()


def test_a_missing_key_and_a_strange_one_are_each_told_where_they_are() -> None:
    assert refusals(f'commit: "{"a" * 40}"\n')[0][2] == "this release has no 'digest'"
    assert refusals(GOOD + "path: elsewhere\n") == [
        (3, 1, "a release has the keys 'commit' and 'digest', and no 'path'")
    ]
    (said,) = read_release(GOOD.replace("digest:", "digset:"), PATH).diagnostics
    assert said.help == "did you mean 'digest'?"


@pytest.mark.parametrize(
    "text", ["", "[]", "commit", "null\n", "commit: {a: b}\ndigest: []\n", "{", "&a [*a]", "a: \0"]
)
def test_what_is_no_release_is_refused_with_a_place(text: str) -> None:
    assert refusals(text)


@given(st.text(max_size=60))
def test_no_text_makes_reading_crash(text: str) -> None:
    for whole in (text, GOOD + text, f"commit: {text}\ndigest: {text}\n"):
        read = read_release(whole, PATH)
        assert (read.release is None) == bool(read.diagnostics)


def test_comments_order_and_line_ends_stay_when_a_release_is_written_anew() -> None:
    before = (
        f"# held back until the depot moves\r\ndigest: '{OLD.digest}'   # from build 7\r\ncommit:   {OLD.commit}\r\n"
    )
    after = written(NEW, before, PATH)
    assert after == before.replace(f"'{OLD.digest}'", f'"{NEW.digest}"').replace(OLD.commit, f'"{NEW.commit}"')
    assert read_release(after, PATH).release == NEW


@pytest.mark.parametrize(
    "before",
    [
        f"{{digest: '{OLD.digest}', commit: {OLD.commit}}}\n",
        f"commit: >-\n  {OLD.commit}\ndigest: |-\n  {OLD.digest}\n",
        f"\ufeff{GOOD}",
        f"---\n{GOOD}...\n",
        f'"commit":\n  "{OLD.commit}"\n"digest":\n  "{OLD.digest}"',
    ],
)
def test_whatever_form_a_release_has_the_new_one_says_what_it_should(before: str) -> None:
    assert read_release(before, PATH).release == OLD
    after = written(NEW, before, PATH)
    assert read_release(after, PATH).release == NEW
    assert written(OLD, before, PATH) == before


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A platform's repository with one release."""
    assert put(tmp_path, PATH, OLD, None)
    return tmp_path


def codes(root: Path) -> list[tuple[str, str]]:
    return [(each.severity.value, each.code) for each in find(root, platform_of(DEPOTS)).diagnostics]


def test_a_release_is_found_by_its_environment_and_service(root: Path) -> None:
    found = find(root, platform_of(DEPOTS))
    assert (found.releases, found.diagnostics) == ({("trial", "parcels"): OLD}, ())
    assert not put(root, PATH, OLD, read_file(root, PATH))


@pytest.mark.parametrize(
    ("path", "mend"),
    [
        ("trial/parcel.yaml", "did you mean 'parcels'?"),
        ("trail/parcels.yaml", "did you mean 'trial'?"),
        ("trial/parcels.yml", "did you mean 'parcels.yaml'?"),
        ("trial/carrier.yaml", "remove the file"),
        ("trial/old/parcels.yaml", "remove the file"),
        ("parcels.yaml", "remove the file"),
    ],
)
def test_a_release_of_nothing_is_a_warning_with_the_near_name(root: Path, path: str, mend: str) -> None:
    file = root / "releases" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(GOOD)
    (said,) = find(root, platform_of(DEPOTS)).diagnostics
    assert (said.severity, said.code) == (Severity.WARNING, "release-of-nothing")
    assert f"releases/{path}" in said.message
    assert mend in said.help


def test_pages_and_hidden_files_beside_releases_are_nobodys_business(root: Path) -> None:
    (root / "releases/README.md").write_text("what runs where")
    (root / "releases/trial/.parcels.yaml").write_text("of an editor")
    assert codes(root) == []


def test_no_link_is_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "parcels.yaml").write_text(GOOD)
    (root / PATH).unlink()
    (root / PATH).symlink_to(outside / "parcels.yaml")
    assert codes(root) == [("error", "bad-release")]
    (root / "releases/live").symlink_to(outside)
    found = find(root, platform_of(DEPOTS))
    assert found.releases == {}
    assert [(each.code, each.span) for each in found.diagnostics] == [
        ("release-of-nothing", None),
        ("bad-release", None),
    ]
    file = read_file(root, "releases/live/parcels.yaml")
    assert file is not None
    assert file.release is None
    assert "releases/live is a link" in file.diagnostics[0].message


def test_what_is_no_plain_text_is_refused_without_being_read_whole(root: Path) -> None:
    (root / PATH).write_bytes(b"\xff\xfe")
    assert codes(root) == [("error", "bad-release")]
    (root / PATH).write_bytes(b"#" * (LARGEST + 1))
    assert codes(root) == [("error", "bad-release")]
    (root / PATH).unlink()
    os.mkfifo(root / PATH)
    assert codes(root) == [("error", "bad-release")]
