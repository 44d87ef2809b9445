"""`check.sh` and `test.sh`, on a service of the reference platform: they pass what is good and stop at what is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.delivery.jenkins.clones import Clone
from tests.delivery.jenkins.platforms import ROOT, reference

SERVICE = next(each for each in reference().services if each.consumes and not each.publishes)
OWN = f"services/{SERVICE.package}"


@pytest.fixture
def copied(tmp_path: Path) -> Clone:
    """A folder with the service, its tests and the settings of the tools."""
    for path in (f"generated/services/{SERVICE.name}", OWN):
        shutil.copytree(ROOT / path, tmp_path / path, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return Clone(tmp_path)


def reported(folder: Clone) -> dict[str, int]:
    """How many tests were counted, by what became of them."""
    suite = ElementTree.parse(folder.root / "tests.xml").getroot()[0]
    return {key: int(suite.attrib[key]) for key in ("tests", "failures", "errors")}


def test_the_generated_tests_run_and_a_report_tells_of_them(copied: Clone) -> None:
    done = copied.script("test", SERVICE.name, SERVICE.package, "tests.xml")
    assert done.returncode == 0, done.stdout
    counted = reported(copied)
    assert counted["tests"] > 0
    assert (counted["failures"], counted["errors"]) == (0, 0)


def test_your_own_tests_run_with_them_and_one_that_fails_stops_the_build(copied: Clone) -> None:
    copied.write(f"{OWN}/tests/test_own.py", "def test_own() -> None:\n    assert 1 + 1 == 3\n")
    done = copied.script("test", SERVICE.name, SERVICE.package, "tests.xml")
    assert done.returncode == 1
    assert reported(copied)["failures"] == 1


def test_what_ruff_refuses_stops_the_build(copied: Clone) -> None:
    copied.write(f"{OWN}/unused.py", "import os\n")
    done = copied.script("check", SERVICE.package)
    assert done.returncode == 1
    assert "F401" in done.stdout


def test_what_mypy_refuses_stops_the_build(copied: Clone) -> None:
    assert copied.script("check", SERVICE.package).returncode == 0
    copied.write(f"{OWN}/wrong.py", 'COUNT: int = "three"\n')
    done = copied.script("check", SERVICE.package)
    assert done.returncode == 1
    assert "[assignment]" in done.stdout
