"""What was left behind stands by itself: the services' tests pass in a Python that has no Plano."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.leaving.ground import Ground, reference

SERVICES = ("catalog", "notifications")


@pytest.fixture
def left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ground:
    """The reference platform after `plano eject`."""
    ground = reference(tmp_path, capsys)
    assert ground.plano("eject", "--yes")[0] == 0
    return ground


def python(root: Path, service: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the repository with the kit, a service and installed packages alone.

    `-S` reads no .pth file, and by one of these this repository's own Plano, kit and services are found.
    """
    paths = (root, root / "generated/kit", root / "generated/services" / service, sysconfig.get_path("purelib"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-S", *words]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=300)


def suite(root: Path, service: str) -> subprocess.CompletedProcess[str]:
    """The generated tests of a service, with the settings that a repository's pyproject.toml gives them."""
    options = ("-p", "plano_kit.testing.plugin", "-o", "asyncio_mode=auto", "--import-mode=importlib", "-q", "-x")
    return python(root, service, "-m", "pytest", *options, f"generated/services/{service}/tests")


@pytest.mark.parametrize("service", SERVICES)
def test_the_tests_of_a_service_pass_without_plano(left: Ground, service: str) -> None:
    done = suite(left.root, service)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout or "100%" in done.stdout


def test_in_that_python_there_is_no_plano_and_the_kit_is_the_one_left_behind(left: Ground) -> None:
    assert "No module named 'plano.pipeline'" in python(left.root, "catalog", "-c", "import plano.pipeline").stderr
    where = python(left.root, "catalog", "-c", "import plano_kit; print(plano_kit.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(left.root)


def test_those_tests_fail_where_the_service_is_broken(left: Ground) -> None:
    path = "services/notifications/handlers.py"
    left.write(path, left.read(path).replace("async def confirm_order", "async def confirm_nothing"))
    assert suite(left.root, "notifications").returncode != 0
