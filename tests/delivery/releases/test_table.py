"""What a person sees of `plano releases`, in a real Git repository."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_diff import git
from tests.delivery.releases.laboratory import (
    DIGEST,
    NEWER,
    ORDERED,
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


def test_releases_is_a_table_of_services_and_environments(released: Repository) -> None:
    old = git(released.root, "rev-parse", "HEAD~1").strip()
    released.plano("promote", "samples")
    released.commit("samples to production")
    new = released.change("RATE = 2")
    released.write("services/samples/tests/test_rates.py", "")
    released.commit("a test enters no image")
    released.plano("release", "samples", "--to", "staging", "--digest", NEWER)
    released.change("RATE = 3")
    code, out, _ = released.plano("releases")
    assert code == 0
    head, staging, production = out.splitlines()
    assert head.split() == ["service", "environment", "commit", "behind", "age"]
    tested = git(released.root, "rev-parse", "HEAD~1").strip()
    assert staging.split() == ["samples", "staging", tested[:12], "1", "behind", "HEAD", "now"]
    assert production.split() == ["production", old[:12], "1", "behind", "staging", "now"]
    assert new != tested


def test_programs_get_the_releases_as_json(released: Repository) -> None:
    code, out, _ = released.plano("releases", "--format", "json")
    staging, production = json.loads(out)
    assert code == 0
    assert (staging["service"], staging["environment"], staging["digest"]) == ("samples", "staging", DIGEST)
    assert (staging["against"], staging["behind"], staging["ahead"]) == ("HEAD", 0, 0)
    assert staging["since"].endswith("Z")
    assert (production["commit"], production["behind"], production["since"]) == (None, None, None)


def test_releases_says_what_to_do_where_nothing_is_released(lab: Repository) -> None:
    code, out, _ = lab.plano("releases")
    assert (code, out) == (0, "Nothing is released yet. Next: plano release SERVICE --to staging --digest sha256:…\n")


def test_a_commit_that_is_not_in_this_clone_is_said_to_be_unknown(released: Repository) -> None:
    released.write(STAGING, f'commit: "{"0" * 40}"\ndigest: "{DIGEST}"\n')
    code, out, _ = released.plano("releases")
    assert code == 0
    assert "unknown here: git fetch" in out


def test_a_service_that_was_rolled_back_in_the_first_environment_is_ahead_elsewhere(released: Repository) -> None:
    released.change("RATE = 2")
    released.plano("release", "samples", "--to", "production", "--digest", NEWER)
    assert "1 ahead of staging" in released.plano("releases")[1]


def test_without_a_repository_git_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = Repository(tmp_path, capsys)
    bare.write("blueprint.yaml", ORDERED)
    done = subprocess.run(["git", "-C", str(tmp_path), "rev-parse"], capture_output=True, env=os.environ, check=False)
    assert done.returncode
    code, out, err = bare.plano("releases")
    assert (code, out) == (2, "")
    assert "not a git repository" in err
