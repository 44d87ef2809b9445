"""The Jenkinsfiles are Groovy: the compiler inside of npm-groovy-lint reads each of them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from plano.emitters.literals import groovy
from tests.delivery.jenkins.platforms import PLATFORMS, ROOT, jenkinsfiles, named, reference

HERE = Path(__file__).parent
MODULES = ROOT / ".plano" / "npm" / "jenkins"
MANIFESTS = ("package.json", "package-lock.json")

pytestmark = pytest.mark.real


@pytest.fixture(scope="session")
def installed() -> Path:
    """The folder with npm-groovy-lint, installed under .plano from the lock beside this file."""
    npm = shutil.which("npm")
    assert npm, "npm is missing: .ci/run installs it"
    assert shutil.which("java"), "Java is missing: .ci/run installs it"
    lock = (HERE / "package-lock.json").read_bytes()
    source = MODULES / "installed-from.json"
    if not source.is_file() or source.read_bytes() != lock:
        MODULES.mkdir(parents=True, exist_ok=True)
        for name in MANIFESTS:
            shutil.copyfile(HERE / name, MODULES / name)
        words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(words, cwd=MODULES, check=True, timeout=300)
        source.write_bytes(lock)
    return MODULES


def refused(pipelines: dict[str, str], installed: Path, folder: Path) -> dict[str, list[str]]:
    """Path → what the compiler has against it, for each of the files."""
    for path, text in pipelines.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    # Only the compiler is asked: no rule of style is on.
    (installed / "rules.json").write_text('{"rules": {}}')
    lint = installed / "node_modules" / "npm-groovy-lint" / "lib" / "index.js"
    words = ["node", str(lint), "--path", str(folder), "--files", "**/Jenkinsfile", "--output", "json", "--noserver"]
    words += ["--parse", "--config", str(installed / "rules.json"), "--failon", "none"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    read = json.loads(done.stdout[done.stdout.index("{") :])["files"]
    found = {Path(path).relative_to(folder).as_posix(): file["errors"] for path, file in read.items()}
    assert set(found) == set(pipelines)
    return {path: [f"{each['rule']}: {each['msg']}" for each in errors] for path, errors in found.items()}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_jenkinsfile_is_groovy(platform: str, installed: Path, tmp_path: Path) -> None:
    pipelines = jenkinsfiles(named(platform))
    said = refused(pipelines, installed, tmp_path)
    assert said == {path: [] for path in pipelines}


def test_a_planted_fault_is_refused(installed: Path, tmp_path: Path) -> None:
    text = jenkinsfiles(reference())["generated/jenkins/Jenkinsfile"]
    faults = {
        "brace/Jenkinsfile": text.replace("steps {", "steps", 1),
        "quote/Jenkinsfile": text.replace("sh 'make setup'", "sh 'make setup"),
        "text/Jenkinsfile": text.replace("'make setup'", "'it's'"),
    }
    said = refused({**faults, "good/Jenkinsfile": text}, installed, tmp_path)
    assert said.pop("good/Jenkinsfile") == []
    assert all(any("NglParseError" in each for each in errors) for errors in said.values()), said


def test_any_text_is_a_literal_that_groovy_reads(installed: Path, tmp_path: Path) -> None:
    texts = ["it's", "${env.KEY}", "a\\", "'''", "\\u004", "a\nb'''\n\\\n", "ñ 🚚", "\x00\x1f\u2028", "/* //"]
    script = "".join(f"echo {groovy(text)}\n" for text in texts)
    assert refused({"Jenkinsfile": script}, installed, tmp_path) == {"Jenkinsfile": []}
