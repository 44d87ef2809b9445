"""`plano new`: what a person answers, and the repository that is there afterwards."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from plano.cli.installedfrom import noted_setting
from plano.cli.main import run
from tests.scaffold.repositories import BIN, TAG, Maker, contents, git, variables

ANSWERS: tuple[tuple[str, ...], ...] = (
    (),
    ("name=tienda", "domain=tienda.example", "service=order-items", "ci=[github, gitlab, jenkins]"),
    ("database=false", "ci=[gitlab]", "registry=registry.tienda.example:5000/tienda", "name=z", "service=a"),
    ("systems=[kubernetes]", "ci=[jenkins]", "repository=https://git.tienda.example/tienda?of=you&me"),
    ("systems=[kubernetes, traefik, kafka, longhorn, elk]", "ci=[]", "service=on", "domain=1.5"),
    ("systems=[kubernetes, prometheus, grafana, argocd, jenkins, secrets]", "name=no", "database=false"),
)


def words(answers: tuple[str, ...]) -> list[str]:
    return [word for answer in answers for word in ("--data", answer)]


def checked(root: Path) -> int:
    return run(["--root", str(root), "check"])


@pytest.mark.parametrize("answers", ANSWERS)
def test_what_is_made_checks_clean_twice_and_is_all_committed(
    answers: tuple[str, ...], maker: Maker, tmp_path: Path
) -> None:
    root = maker.made(tmp_path / "mine", *words(answers))
    assert (checked(root), checked(root)) == (0, 0)
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "--format=%an %s") == "lab A platform's repository, made by plano new"
    assert not (root / ".plano" / "new").exists()


@pytest.mark.parametrize("answers", ANSWERS)
def test_what_you_write_there_passes_the_linter(answers: tuple[str, ...], maker: Maker, tmp_path: Path) -> None:
    root = maker.made(tmp_path / "mine", *words(answers))
    for command in (["check", "services"], ["format", "--check", "services"]):
        done = subprocess.run([BIN / "ruff", *command], cwd=root, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("answers", ANSWERS)
def test_copier_alone_gives_the_same_once_plano_has_generated(
    answers: tuple[str, ...], maker: Maker, tmp_path: Path
) -> None:
    root = maker.made(tmp_path / "mine", *words(answers))
    other = tmp_path / "other"
    command = [
        str(BIN / "copier"),
        "copy",
        "--defaults",
        "--vcs-ref",
        TAG,
        *words(answers),
        str(maker.template),
        str(other),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=variables(maker.home / "user"))
    assert done.returncode == 0, done.stderr
    assert "make " in done.stderr + done.stdout
    assert run(["--root", str(other), "generate"]) == 0
    assert contents(other) == contents(root)


def test_the_template_and_its_commit_are_recorded(maker: Maker, tmp_path: Path) -> None:
    root = maker.made(tmp_path / "mine")
    recorded = yaml.safe_load((root / ".copier-answers.yml").read_text())
    assert recorded["_src_path"] == str(maker.template)
    assert recorded["_commit"] == TAG


def test_each_pipeline_is_there_only_where_it_was_chosen(maker: Maker, tmp_path: Path) -> None:
    files = {"github": ".github/workflows/plano.yml", "gitlab": ".gitlab-ci.yml", "jenkins": "Jenkinsfile"}
    for name in files:
        root = maker.made(tmp_path / name, "--data", f"ci=[{name}]")
        assert {each for each, path in files.items() if (root / path).exists()} == {name}


def test_a_word_that_yaml_knows_stays_a_name(maker: Maker, tmp_path: Path) -> None:
    root = maker.made(tmp_path / "mine", *words(("name=on", "service=yes", "domain=1.5", "registry=1")))
    assert checked(root) == 0
    assert 'domain: "1.5"' in (root / "blueprint.yaml").read_text()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("name=Tienda", "'name'"),
        ("name=it's", "'name'"),
        ("name=a: b", "'name'"),
        ("name=a#b", "'name'"),
        ("name={{ 7 * 7 }}", "'name'"),
        ("name=true", "YAML reads this word as a value"),
        ("name=tienda\n", "'name'"),
        ("service=order_items", "'service'"),
        ("service=null", "YAML reads this word as a value"),
        ("domain=tienda", "'domain'"),
        ('domain=tienda.example" #', "'domain'"),
        ("registry=registry.tienda.example/ x", "'registry'"),
        ("repository=https://ada:secret@git.tienda.example/x", "'repository'"),
        ("systems=[kafka]", "kafka needs kubernetes"),
        ("systems=[kubernetes, grafana]", "grafana needs prometheus"),
        ("systems=[kubernetes, nomad]", "systems"),
        ("ci=[travis]", "ci"),
        ("database=perhaps", "perhaps"),
        ("nmae=tienda", "did you mean 'name'?"),
        ("plano_version=9.9.9", "no question is called 'plano_version'"),
        ("name", "write NAME=VALUE"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_and_nothing_is_left(
    answer: str, said: str, maker: Maker, tmp_path: Path
) -> None:
    done = maker.new("deep/mine", "--data", answer, cwd=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_the_blueprint_refuses_shows_its_place(maker: Maker, tmp_path: Path) -> None:
    done = maker.new("mine", "--data", "service=class", cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert "blueprint.yaml:" in done.stderr
    assert "give others" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("noted", "setting"),
    [
        ({"url": "file:///home/ada/my%20plano", "dir_info": {"editable": True}}, "PLANO_CHECKOUT='/home/ada/my plano'"),
        (
            {"url": "https://git.example/plano.git", "vcs_info": {"vcs": "git"}},
            "PLANO_GIT=https://git.example/plano.git",
        ),
        ({"url": "file:///home/ada/plano-1-py3-none-any.whl", "archive_info": {}}, ""),
        ({}, ""),
    ],
)
def test_make_is_told_where_this_plano_was_installed_from(noted: dict[str, object], setting: str) -> None:
    assert noted_setting(noted) == setting
