"""What `plano up` says before and while it starts: of files that are old, and of packages that are missing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plano.local.cluster import free_port
from plano.local.dependencies import needed
from plano.local.errors import LocalError
from plano.pipeline import check_root
from plano.platform.model import Service
from tests.local.lab import BLUEPRINT, run

OLDER = "generated/ is older than blueprint.yaml: plano generate"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small platform, generated."""
    root = tmp_path_factory.mktemp("lab")
    (root / "blueprint.yaml").write_text(BLUEPRINT)
    assert run(root, "generate").returncode == 0
    return root


def up(root: Path) -> subprocess.CompletedProcess[str]:
    """`plano up` that ends before anything is started, since it is given no address."""
    done = run(root, "up", "--port", str(free_port()), "--postgresql", "nowhere")
    assert "--postgresql is HOST:PORT" in done.stderr
    return done


def test_what_is_as_the_blueprint_says_is_not_spoken_of(root: Path) -> None:
    assert "generated/" not in up(root).stderr


def test_a_blueprint_that_was_changed_since_is_said(root: Path) -> None:
    (root / "blueprint.yaml").write_text(BLUEPRINT.replace("label: string(40)", "label: string(50)"))
    assert OLDER in up(root).stderr
    assert run(root, "generate").returncode == 0
    assert OLDER not in up(root).stderr


def test_a_handler_that_was_written_since_makes_nothing_old(root: Path) -> None:
    (root / "services/samples/handlers.py").write_text('"""Nothing yet."""\n')
    assert "generated/" not in up(root).stderr


def test_an_edit_by_hand_is_said_as_what_it_is(root: Path) -> None:
    file = root / "generated/services/samples/lab_samples/operations.py"
    before = file.read_text()
    file.write_text(before + "# by hand\n")
    assert "generated/ was edited by hand: plano check" in up(root).stderr
    file.write_text(before)


@pytest.fixture
def samples(root: Path) -> Service:
    platform = check_root(root).platform
    assert platform is not None
    return platform.service("samples")


def test_a_package_that_is_missing_is_named_with_the_way_to_it(samples: Service) -> None:
    with pytest.raises(LocalError) as raised, needed(samples):
        raise LocalError("samples migrate failed:\n    ModuleNotFoundError: No module named 'pint.facets'")
    told = str(raised.value)
    assert told.startswith("samples migrate failed:")
    assert "'pint' is not installed here" in told
    assert "services/samples/pyproject.toml" in told
    assert "plano lock samples" in told


def test_what_only_has_to_be_generated_is_no_package(samples: Service) -> None:
    with (
        pytest.raises(LocalError, match="'lab_samples' is derived from the blueprint: plano generate"),
        needed(samples),
    ):
        raise LocalError("ModuleNotFoundError: No module named 'lab_samples'")


@pytest.mark.parametrize("told", ["it ended", "ModuleNotFoundError: No module named 'services.samples.other'"])
def test_another_error_stays_as_it_is(samples: Service, told: str) -> None:
    with pytest.raises(LocalError) as raised, needed(samples):
        raise LocalError(told)
    assert str(raised.value) == told
