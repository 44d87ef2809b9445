"""What `plano check --format` and `--color` give on stdout, and the exit codes that CI sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plano.diagnostics.forms import names
from tests.cli.test_commands import BLUEPRINT
from tests.diagnostics.judges import commands, element, faults, shape


def judged(schema: str) -> Callable[[str], list[str]]:
    """A judge of JSON text."""
    return lambda text: faults(schema, json.loads(text))


JUDGES: dict[str, Callable[[str], list[str]]] = {
    "json": judged("findings"),
    "jsonl": lambda text: faults("findings", [json.loads(line) for line in text.splitlines()]),
    "github": lambda text: [each.name for each in commands(text) if "title" not in each.properties],
    "gitlab": judged("gitlab-code-quality"),
    "sarif": judged("sarif-2.1.0"),
    "junit": lambda text: faults("junit", shape(element(text))),
}


def plano(root: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`plano --root ROOT WORDS` in a shell's place, with these environment variables and no terminal."""
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    line = [sys.executable, "-m", "plano", "--root", str(root), *words]
    return subprocess.run(line, env={**known, **variables}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("faulty")
    (root / "blueprint.yaml").write_text(BLUEPRINT.replace("database: main", "database: mian"), "utf-8")
    return root


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clean")
    (root / "blueprint.yaml").write_text(BLUEPRINT, "utf-8")
    done = plano(root, "generate")
    assert done.returncode == 0, done.stderr
    return root


def test_every_form_has_a_judge() -> None:
    assert set(JUDGES) == set(names())


@pytest.mark.parametrize("form", names())
def test_check_gives_the_form_and_nothing_else(faulty: Path, form: str) -> None:
    done = plano(faulty, "check", "--format", form)
    assert (done.returncode, done.stderr) == (1, "")
    assert JUDGES[form](done.stdout) == []
    assert "unknown-database" in done.stdout


@pytest.mark.parametrize("form", names())
def test_a_clean_check_gives_a_valid_document_without_an_error(clean: Path, form: str) -> None:
    done = plano(clean, "check", "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert JUDGES[form](done.stdout) == []
    assert not [word for word in ("::error", '"error"', "<failure", "critical") if word in done.stdout]


def test_the_rules_of_a_log_have_their_pages(faulty: Path) -> None:
    (faulty / "other").mkdir()
    (faulty / "other" / "blueprint.yaml").write_text("a: &b 1\n", "utf-8")
    log = json.loads(plano(faulty / "other", "check", "--format", "sarif").stdout)
    (rule,) = (each for each in log["runs"][0]["tool"]["driver"]["rules"] if each["id"] == "yaml-anchor")
    assert rule["help"]["markdown"].startswith("# yaml-anchor\n")
    assert "## Right" in rule["help"]["markdown"]


def test_the_help_names_every_form(faulty: Path) -> None:
    said = plano(faulty, "check", "--help").stdout
    assert "[text|json|jsonl|github|gitlab|sarif|junit]" in said
    assert "SARIF 2.1.0" in said


def test_a_form_that_is_none_is_a_mistake_of_usage(faulty: Path) -> None:
    assert plano(faulty, "check", "--format", "xml").returncode == 2


@pytest.mark.parametrize(
    ("words", "variables", "colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_as_asked(faulty: Path, words: tuple[str, ...], variables: dict[str, str], colored: bool) -> None:
    assert ("\x1b[" in plano(faulty, "check", *words, **variables).stdout) is colored


def test_help_is_as_wide_as_the_terminal(faulty: Path) -> None:
    for columns in ("40", "60", "200"):
        said = plano(faulty, "check", COLUMNS=columns).stdout
        footers = said.partition("= help:")[2].partition("= more:")[0].split("\n")
        assert all(len(line) <= int(columns) for line in footers[1:])
