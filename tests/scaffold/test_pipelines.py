"""What a scaffolded repository runs: `make test`, and the steps of its pipelines, green and red at the right one.

There is no container engine here, so the step that builds images calls a script that writes down what it was asked.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scaffold.environments import equip
from tests.scaffold.pipelines import BASES, GITHUB, PIPELINES, ran, steps
from tests.scaffold.repositories import Maker, git, variables

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def repository(maker: Maker) -> Iterator[Path]:
    """A scaffolded repository with all three pipelines, and an environment that needs no network.

    It stands where every user may read: as root, the embedded PostgreSQL runs as a user of its own.
    """
    with tempfile.TemporaryDirectory(prefix="plano-scaffold-") as top:
        Path(top).chmod(0o755)
        root = maker.made(Path(top) / "mine", "--data", "ci=[github, gitlab, jenkins]")
        equip(root)
        yield root


@pytest.fixture
def given(repository: Path, maker: Maker, wheels: Path, tmp_path: Path) -> dict[str, str]:
    """What a pipeline's system gives its steps: a wheelhouse, and an engine that notes what it is to build."""
    engine = tmp_path / "engine"
    engine.write_text(f'#!/bin/sh\necho "$*" >>{tmp_path}/built\n')
    engine.chmod(0o755)
    return {**variables(maker.home / "user"), "PLANO_FIND_LINKS": str(wheels), "BUILDER": str(engine)}


@pytest.fixture
def changed(repository: Path) -> Iterator[Path]:
    """The repository, which is as it was before when the test is over."""
    head = git(repository, "rev-parse", "HEAD")
    yield repository
    git(repository, "reset", "--quiet", "--hard", head)
    git(repository, "clean", "--quiet", "-fd")


def test_make_test_is_green_at_once(repository: Path, given: dict[str, str]) -> None:
    done = subprocess.run(["make", "test"], cwd=repository, capture_output=True, text=True, env=given)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert git(repository, "status", "--porcelain") == ""


def test_make_test_is_red_where_a_handler_breaks_its_promise(changed: Path, given: dict[str, str]) -> None:
    handlers = changed / "services" / "greetings" / "handlers.py"
    handlers.write_text(handlers.read_text().replace('"Hello"', '"Bye"'))
    command = ["make", "test"]
    done = subprocess.run(command, cwd=changed, capture_output=True, text=True, env=given)
    assert done.returncode != 0
    assert "test_a_person_is_greeted_by_name" in done.stdout


def test_all_pipelines_take_the_same_steps() -> None:
    scaffold = Path(__file__).parents[2] / "templates" / "platform"
    shells = [[step.split()[1] for step in steps(scaffold, each)] for each in PIPELINES]
    assert shells[0] == shells[1] == shells[2]
    assert shells[0] == ["setup", "ci/check.sh", "ci/lint.sh", "ci/affected.sh", "ci/test.sh", "ci/build.sh"]


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_a_first_push_is_green_and_builds_every_image(
    pipeline: str, repository: Path, given: dict[str, str], tmp_path: Path
) -> None:
    outcome = ran(repository, pipeline, {**given, BASES[pipeline]: "0" * 40})
    assert outcome.red == "", outcome.said
    assert "all services are affected" in outcome.said
    assert (tmp_path / "built").read_text() == (
        "build --file generated/services/greetings/Dockerfile --tag greetings:ci .\n"
    )
    assert (repository / "reports" / "greetings.xml").is_file()


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_a_change_of_pages_tests_and_builds_nothing(
    pipeline: str, changed: Path, given: dict[str, str], tmp_path: Path
) -> None:
    base = git(changed, "rev-parse", "HEAD")
    (changed / "README.md").write_text("# Mine\n")
    git(changed, "commit", "--quiet", "--all", "--message", "a page")
    outcome = ran(changed, pipeline, {**given, BASES[pipeline]: base})
    assert outcome.red == "", outcome.said
    assert "nothing to test" in outcome.said
    assert "nothing to build" in outcome.said
    assert not (tmp_path / "built").exists()


def test_a_change_of_a_test_is_tested_and_builds_nothing(changed: Path, given: dict[str, str], tmp_path: Path) -> None:
    base = git(changed, "rev-parse", "HEAD")
    tests = changed / "services" / "greetings" / "tests" / "test_handlers.py"
    tests.write_text(tests.read_text().replace('"Hello, Ada."', '"Bye, Ada."', 1))
    git(changed, "commit", "--quiet", "--all", "--message", "a test")
    outcome = ran(changed, GITHUB, {**given, "BASE": base})
    assert outcome.red == "bash ci/test.sh", outcome.said
    assert not (tmp_path / "built").exists()


def stale(root: Path) -> None:
    blueprint = root / "blueprint.yaml"
    blueprint.write_text(blueprint.read_text().replace("words: string(120)", "words: string(121)"))


def hand_edit(root: Path) -> None:
    with (root / "generated" / "services" / "greetings" / "Dockerfile").open("a") as file:
        file.write("USER root\n")


def orphan(root: Path) -> None:
    blueprint = root / "blueprint.yaml"
    blueprint.write_text(blueprint.read_text().replace("    expose: {Greeting: [list, get]}\n", "").replace(
        "  /api/greetings: {service: greetings}\n", ""))  # fmt: skip


def missing_handler(root: Path) -> None:
    handlers = root / "services" / "greetings" / "handlers.py"
    handlers.write_text(handlers.read_text().replace("def greet(", "def salute("))


def unknown_service(root: Path) -> None:
    blueprint = root / "blueprint.yaml"
    blueprint.write_text(blueprint.read_text().replace("/api/greet: {service: greetings}", "/api/greet: {service: no}"))


@pytest.mark.parametrize("pipeline", PIPELINES)
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (stale, "stale"),
        (hand_edit, "hand-edited"),
        (orphan, "orphaned"),
        (missing_handler, "missing-handler"),
        (unknown_service, "unknown-service"),
    ],
)
def test_a_fault_stops_the_pipeline_where_it_checks(
    fault: object, code: str, pipeline: str, changed: Path, given: dict[str, str]
) -> None:
    assert callable(fault)
    fault(changed)
    outcome = ran(changed, pipeline, given)
    assert "ci/check.sh" in outcome.red, outcome.said
    assert outcome.ran == tuple(steps(changed, pipeline)[:2])
    assert code in outcome.said


def test_untidy_code_stops_the_pipeline_where_it_lints(changed: Path, given: dict[str, str]) -> None:
    (changed / "services" / "greetings" / "unused.py").write_text("import os\n")
    assert ran(changed, GITHUB, given).red == "bash ci/lint.sh"
