"""The pipelines, read by judges from outside: the published schemas of GitHub and GitLab, and Groovy's compiler.

The schemas are those inside of check-jsonschema, which is installed under `.plano/` from `judges.lock`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.npm import installed
from tests.scaffold.pipelines import GITHUB, GITLAB, JENKINS
from tests.scaffold.repositories import ROOT, Maker

HERE = Path(__file__).parent
TARGET = ROOT / ".plano" / "judges"
PLATFORM = ROOT / "templates" / "platform"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def judge() -> Path:
    """The folder that holds check-jsonschema."""
    lock = (HERE / "judges.lock").read_bytes()
    source = TARGET / "installed-from.lock"
    if not source.is_file() or source.read_bytes() != lock:
        words = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--upgrade", "--require-hashes")
        lock_file = str(HERE / "judges.lock")
        subprocess.run([sys.executable, *words, "--target", TARGET, "-r", lock_file], check=True)
        source.write_bytes(lock)
    return TARGET


def refused(judge: Path, schema: str, file: Path) -> str:
    """What the schema has against a file; empty where it has nothing."""
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from check_jsonschema import main; main()"
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    command = [sys.executable, "-c", program, str(judge), "--builtin-schema", schema, *transform, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=file.parent)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    return "" if done.returncode == 0 else done.stdout + done.stderr


PUBLISHED = [
    (GITHUB, "vendor.github-workflows", "runs-on: ubuntu-latest", "run-on: ubuntu-latest"),
    (GITHUB, "vendor.github-workflows", "contents: read", "contents: red"),
    (GITLAB, "vendor.gitlab-ci", "stage: check\n  image: python:3.11", "stage: check\n  image: [python]"),
    (GITLAB, "vendor.gitlab-ci", "when: always", "when: perhaps"),
]


@pytest.mark.parametrize(("pipeline", "schema", "right", "wrong"), PUBLISHED)
def test_the_published_schema_takes_the_pipeline_and_refuses_a_planted_fault(
    pipeline: str, schema: str, right: str, wrong: str, judge: Path, maker: Maker, tmp_path: Path
) -> None:
    root = maker.made(tmp_path / "mine", "--data", "ci=[github, gitlab]")
    file = root / pipeline
    assert refused(judge, schema, file) == ""
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong, 1))
    assert refused(judge, schema, file) != ""


def compiled(folder: Path) -> dict[str, list[str]]:
    """Jenkinsfile → what Groovy's compiler has against it."""
    modules = installed(ROOT / "tests" / "delivery" / "jenkins", "jenkins")
    rules = folder / "rules.json"
    rules.write_text('{"rules": {}}')  # only the compiler is asked: no rule of style is on
    lint = modules / "node_modules" / "npm-groovy-lint" / "lib" / "index.js"
    words = ["node", str(lint), "--path", str(folder), "--files", "**/Jenkinsfile", "--output", "json", "--noserver"]
    words += ["--parse", "--config", str(rules), "--failon", "none"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120)
    read = json.loads(done.stdout[done.stdout.index("{") :])["files"]
    return {
        Path(path).relative_to(folder).as_posix(): [each["msg"] for each in file["errors"]]
        for path, file in read.items()
    }


def test_the_jenkinsfile_is_groovy_and_a_planted_fault_is_not(tmp_path: Path) -> None:
    text = (PLATFORM / JENKINS).read_text()
    for name, content in {"good": text, "bad": text.replace("steps {", "steps", 1)}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / JENKINS).write_text(content)
    said = compiled(tmp_path)
    assert said["good/Jenkinsfile"] == []
    assert said["bad/Jenkinsfile"] != []


@pytest.mark.parametrize("pipeline", [GITHUB, GITLAB, JENKINS])
def test_no_pipeline_names_a_credential(pipeline: str) -> None:
    text = (PLATFORM / pipeline).read_text().lower()
    assert not [word for word in ("secrets.", "password", "token", "withcredentials", "docker login") if word in text]


def test_the_workflow_may_only_read_and_leaves_no_credential_in_the_clone() -> None:
    text = (PLATFORM / GITHUB).read_text()
    assert "permissions:\n  contents: read\n" in text
    assert "persist-credentials: false" in text


def test_the_scripts_are_ones_that_shellcheck_takes(tmp_path: Path) -> None:
    shellcheck = Path(sys.executable).parent / "shellcheck"
    scripts = sorted((PLATFORM / "ci").glob("*.sh"))
    assert scripts
    done = subprocess.run([shellcheck, *scripts], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    (tmp_path / "bad.sh").write_text("#!/bin/sh\nrm -rf $1/x\n")
    assert subprocess.run([shellcheck, tmp_path / "bad.sh"], capture_output=True).returncode == 1
