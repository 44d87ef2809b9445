"""`release.sh`: builds that end at the same time all release, and an older one never goes over a newer one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.jenkins.clones import DIGEST, NEWER, Clone, shared
from tests.delivery.jenkins.platforms import DEPOTS, SCRIPTS

DESK, LABELS = "releases/trial/parcel-desk.yaml", "releases/trial/labels.yaml"
RELEASE = ("parcel-desk", "trial", DIGEST, "main")


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return shared(tmp_path, DEPOTS)


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Clone:
    return Clone.of(origin, tmp_path / "builder")


@pytest.fixture
def other(origin: Path, tmp_path: Path) -> Clone:
    return Clone.of(origin, tmp_path / "other")


def now(clone: Clone, path: str) -> str:
    """The file as the shared branch has it."""
    clone.git("fetch", "--quiet", "origin", "main")
    return clone.git("show", f"FETCH_HEAD:{path}")


def race(clone: Clone, other: Clone, *, once: bool) -> None:
    """Let the other one push another release just before each push from `clone`, or before the first."""
    other.write(LABELS, f"commit: {'1' * 40}\ndigest: {DIGEST}\n")
    other.commit("another release")
    done = other.root / ".git" / "pushed"
    pushed = f"cd '{other.root}' && git commit -q --allow-empty -m more && git fetch -q && git rebase -q origin/main"
    push = f"{pushed} && git push -q origin HEAD:main && touch '{done}'"
    clone.before_each_push(f"[ -e '{done}' ] || ({push})" if once else f"({push})")


def test_a_release_is_one_commit_of_one_file(clone: Clone) -> None:
    built = clone.git("rev-parse", "HEAD")
    clone.write("loose.txt", "not to be committed")
    done = clone.script("release", *RELEASE)
    assert done.returncode == 0, done.stderr
    assert now(clone, DESK) == f'commit: "{built}"\ndigest: "{DIGEST}"'
    assert clone.git("show", "--name-only", "--format=%s", "FETCH_HEAD").split("\n\n") == [
        "Release parcel-desk to trial",
        DESK,
    ]


def test_who_loses_a_race_releases_on_top_of_the_winner(clone: Clone, other: Clone) -> None:
    built = clone.git("rev-parse", "HEAD")
    race(clone, other, once=True)
    done = clone.script("release", *RELEASE)
    assert done.returncode == 0, done.stderr
    assert "Attempt 1 of 5: main has moved on." in done.stderr
    assert now(clone, DESK).startswith(f'commit: "{built}"')
    assert now(clone, LABELS)
    assert clone.git("rev-list", "--merges", "FETCH_HEAD") == ""


def test_without_another_attempt_the_race_would_be_lost(clone: Clone, other: Clone, tmp_path: Path) -> None:
    race(clone, other, once=True)
    text = (SCRIPTS / "release.sh").read_text()
    assert "attempts=5" in text
    (tmp_path / "once.sh").write_text(text.replace("attempts=5", "attempts=1"))
    done = clone.run(tmp_path / "once.sh", *RELEASE)
    assert done.returncode == 1
    assert f"{DESK} was not pushed in 1 attempts" in done.stderr


def test_it_gives_up_after_five_attempts(clone: Clone, other: Clone) -> None:
    race(clone, other, once=False)
    done = clone.script("release", *RELEASE)
    assert done.returncode == 1
    assert "was not pushed in 5 attempts: start this build again." in done.stderr
    assert done.stderr.count("main has moved on.") == 5


def test_the_build_of_an_older_commit_does_not_go_over_a_newer_release(clone: Clone, other: Clone) -> None:
    other.commit("newer")
    other.push()
    assert other.script("release", "parcel-desk", "trial", NEWER, "main").returncode == 0
    done = clone.script("release", *RELEASE)
    assert done.returncode == 0
    assert "is not released" in done.stdout
    assert NEWER in now(clone, DESK)


def test_the_build_of_a_newer_commit_goes_over_an_older_release(clone: Clone, other: Clone) -> None:
    other.commit("newer")
    other.push()
    assert clone.script("release", *RELEASE).returncode == 0
    assert DIGEST in now(clone, DESK)
    assert other.script("release", "parcel-desk", "trial", NEWER, "main").returncode == 0
    assert NEWER in now(clone, DESK)


def test_what_is_released_already_makes_no_commit(clone: Clone) -> None:
    built = clone.git("rev-parse", "HEAD")
    assert clone.script("release", *RELEASE).returncode == 0
    clone.git("checkout", "--quiet", built)
    assert clone.script("release", *RELEASE).returncode == 0
    assert now(clone, DESK)
    assert clone.git("rev-list", "--count", "FETCH_HEAD") == "2"


def test_what_plano_refuses_is_not_released(clone: Clone) -> None:
    done = clone.script("release", "parcel-desk", "nowhere", DIGEST, "main")
    assert done.returncode != 0
    assert "nowhere" in done.stderr
