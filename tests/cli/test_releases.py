"""What a person sees of `plano release` and `plano promote`, in a real Git repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_diff import git
from tests.delivery.releases.laboratory import (
    AUTHOR,
    COMMANDS,
    DIGEST,
    NEWER,
    PRODUCTION,
    STAGING,
    Repository,
    committed_platform,
    release_to_staging,
)


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    return committed_platform(tmp_path, capsys)


@pytest.fixture
def released(lab: Repository) -> Repository:
    return release_to_staging(lab)


def files(root: Path) -> dict[str, bytes]:
    """Every file outside of Git's own folder and what tools keep for themselves."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".git", ".plano", "__pycache__"}.intersection(path.parts)
    }


def test_release_writes_one_file_that_holds_a_commit_and_a_digest(lab: Repository) -> None:
    before, head = files(lab.root), git(lab.root, "rev-parse", "HEAD").strip()
    code, out, err = lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)
    assert (code, err) == (0, "")
    assert out == (
        f"samples         staging         {head[:12]}, its first release\n"
        f"Next: commit {STAGING}. Argo CD rolls it out; a revert of that commit rolls it back.\n"
    )
    after = files(lab.root)
    assert {path for path in after if after[path] != before.get(path)} == {STAGING}
    assert lab.read(STAGING) == f'commit: "{head}"\ndigest: "{DIGEST}"\n'


def test_the_same_release_twice_is_nothing_to_write(released: Repository) -> None:
    head = git(released.root, "rev-parse", "HEAD~1").strip()
    code, out, _ = released.plano("release", "samples", "--to", "staging", "--digest", DIGEST, "--commit", head)
    assert (code, out) == (0, "Nothing to write: 'samples' has this release in staging.\n")


@pytest.mark.parametrize("path", ["services/samples/rates.py", "generated/values/staging/samples.yaml"])
def test_what_is_not_committed_is_not_released_by_mistake(lab: Repository, path: str) -> None:
    lab.write(path, "a: 1\n")
    code, out, err = lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)
    assert (code, out) == (1, "")
    assert err.startswith(f"Nothing was written: {path} is not committed, so that no commit has it; commit it, or say")
    assert not (lab.root / STAGING).exists()
    assert lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST, "--commit", "HEAD")[0] == 0


def test_what_is_not_the_services_own_does_not_hold_a_release_up(lab: Repository) -> None:
    lab.write("docs/rota.md", "who has the pager")
    lab.write("generated/values/production/samples.yaml", "image: {tag: x}\n")
    assert lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)[0] == 0


def test_a_commit_without_the_service_is_warned_of(lab: Repository) -> None:
    git(lab.root, "rm", "-rq", "generated/values/staging")
    bare = lab.commit("before there were values")
    code, _, err = lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)
    assert code == 0
    assert err == (
        f"warning: commit {bare[:12]} has no generated/values/staging/samples.yaml: "
        "Argo CD cannot render 'samples' there\n"
    )


def test_a_commit_that_was_never_pushed_is_warned_of(lab: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    remote = tmp_path_factory.mktemp("remote")
    git(remote, "init", "-q", "--bare")
    git(lab.root, "remote", "add", "origin", str(remote))
    git(lab.root, "push", "-q", "origin", "main")
    assert lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)[2] == ""
    lab.change("RATE = 2")
    assert (
        "is on no branch of a remote: push it"
        in lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)[2]
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sample", "--to", "staging", "--digest", DIGEST), "did you mean 'samples'?"),
        (("samples", "--to", "stagign", "--digest", DIGEST), "did you mean 'staging'?"),
        (("samples", "--to", "staging", "--digest", "latest"), "'latest' is no digest"),
        (("samples", "--to", "staging", "--digest", DIGEST, "--commit", "--all"), "Git knows no commit '--all'"),
    ],
)
def test_a_wrong_word_is_a_usage_error_with_the_near_one(lab: Repository, words: tuple[str, ...], said: str) -> None:
    code, out, err = lab.plano("release", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert not (lab.root / "releases").exists()


def test_a_broken_release_is_shown_and_left_alone(released: Repository) -> None:
    released.write(STAGING, "commit: main\n")
    code, out, err = released.plano("release", "samples", "--to", "staging", "--digest", NEWER, "--commit", "HEAD")
    assert (code, out) == (1, "")
    assert "error[bad-release]: the commit of this release is no commit" in err
    assert f"{STAGING}:1:9" in err
    assert released.read(STAGING) == "commit: main\n"
    assert released.plano("promote", "samples")[0] == 1
    assert released.plano("releases")[0] == 1


def test_no_release_is_written_through_a_link(lab: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (lab.root / "releases").mkdir()
    (lab.root / "releases/staging").symlink_to(outside)
    code, _, err = lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)
    assert code == 1
    assert "releases/staging is a link or no plain file" in err
    assert list(outside.iterdir()) == []


def test_a_promotion_is_one_commit_of_one_file_and_changes_no_byte_under_generated(released: Repository) -> None:
    released.write("services/samples/migrations/0001_initial.py", 'revision = "0001"\ndown_revision = None\n')
    released.commit("the first migration")
    clean = released.plano("check", "--strict")
    assert clean[0] == 0, clean
    before = files(released.root)
    code, out, err = released.plano("promote", "samples", "--from", "staging", "--to", "production")
    assert (code, err) == (0, "")
    assert f"Next: commit {PRODUCTION}" in out
    promotion = released.commit("samples to production")
    changed = git(released.root, "show", "--name-only", "--format=", promotion).split()
    assert changed == [PRODUCTION]
    assert released.read(PRODUCTION) == released.read(STAGING)
    after = files(released.root)
    assert {path: after[path] for path in after if path != PRODUCTION} == before
    assert released.plano("check", "--strict") == clean
    assert git(released.root, "status", "--porcelain") == ""


def test_a_rollback_is_the_revert_of_that_commit(released: Repository) -> None:
    first = released.read(STAGING)
    newer = released.change("RATE = 2")
    released.plano("release", "samples", "--to", "staging", "--digest", NEWER)
    bad = released.commit("newer samples to staging")
    assert newer in released.read(STAGING)
    git(released.root, *AUTHOR, "revert", "--no-edit", bad)
    assert released.read(STAGING) == first
    for command in COMMANDS.values():
        assert "Rollback: revert" in str(command.help)


def test_promotion_says_how_far_it_goes_and_keeps_comments(released: Repository) -> None:
    released.plano("promote", "samples")
    released.write(PRODUCTION, "# the auditors read this file\n" + released.read(PRODUCTION))
    old = git(released.root, "rev-parse", "HEAD~1").strip()
    released.commit("samples to production")
    new = released.change("RATE = 2")
    released.plano("release", "samples", "--to", "staging", "--digest", NEWER)
    released.commit("newer samples to staging")
    code, out, _ = released.plano("promote", "samples")
    assert code == 0
    assert out.startswith(f"samples         production      {old[:12]} → {new[:12]}, 1 commit\n")
    assert released.read(PRODUCTION) == f'# the auditors read this file\ncommit: "{new}"\ndigest: "{NEWER}"\n'
    assert released.plano("promote", "samples") == (
        1,
        "",
        "Nothing was written: 'samples' is in production what it is in staging, so that there is nothing to promote.\n",
    )


def test_a_promotion_of_what_never_ran_is_warned_of(lab: Repository) -> None:
    lab.plano("release", "samples", "--to", "staging", "--digest", DIGEST)
    code, _, err = lab.plano("promote", "samples")
    assert (code, err) == (0, "warning: the release in staging is not committed, so that it does not run there\n")


def test_what_was_never_released_cannot_be_promoted(lab: Repository) -> None:
    code, out, err = lab.plano("promote", "samples")
    assert (code, out) == (1, "")
    assert err == "Nothing was written: 'samples' has no release in staging, so that there is nothing to promote.\n"
    assert lab.plano("promote", "sample")[0] == 2
