"""What a person sees of `plano graph`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plano.cli import main as cli
from tests.graph.drawings import HERE, pictures_of, platform_of, valid_blueprints

DEPOT = pictures_of(platform_of(valid_blueprints()["depot"]))


class Repository:
    """A repository with the depot's blueprint, and what running Plano in it gives."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.blueprint = root / "blueprint.yaml"
        self._root = root
        self._capture = capture
        shutil.copyfile(HERE / "depot.yaml", self.blueprint)

    def graph(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of `plano graph`."""
        code = cli.run(["--root", str(self._root), "graph", *words])
        out, err = self._capture.readouterr()
        return code, out, err


@pytest.fixture
def depot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path, capsys)


@pytest.mark.parametrize(
    ("words", "picture"),
    [
        ((), "topology"),
        (("topology",), "topology"),
        (("flow", "parcels.arrived"), "flow-parcels.arrived"),
        (("deployment",), "deployment-live"),
        (("deployment", "--env", "test"), "deployment-test"),
    ],
)
def test_a_picture_is_printed_and_nothing_else(depot: Repository, words: tuple[str, ...], picture: str) -> None:
    assert depot.graph(*words) == (0, DEPOT[picture], "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("flow", "parcel.arrived"), "the blueprint has no topic 'parcel.arrived': did you mean 'parcels.arrived'?"),
        (("flow", "q"), "the blueprint has no topic 'q': there are parcels.arrived, parcels.sorted"),
        (("flow",), "the picture 'flow' needs a topic: 'plano graph flow TOPIC'"),
        (("topology", "parcels.arrived"), "the picture 'topology' takes no topic"),
        (("deployment", "--env", "lvie"), "the blueprint has no environment 'lvie': did you mean 'live'?"),
        (("--env", "live"), "the picture 'topology' is the same in every environment: leave '--env' out"),
        (("map",), "'map' is not one of 'topology', 'flow', 'deployment'"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(depot: Repository, words: tuple[str, ...], said: str) -> None:
    code, out, err = depot.graph(*words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_blueprint_with_a_mistake_is_not_drawn_and_the_mistake_is_shown(depot: Repository) -> None:
    depot.blueprint.write_text(depot.blueprint.read_text("utf-8").replace("database: old", "database: odl"), "utf-8")
    code, out, err = depot.graph()
    assert (code, out) == (1, "")
    assert "error[unknown-database]" in err
    assert "did you mean 'old'?" in err
    assert err.endswith("1 error in blueprint.yaml. Nothing was drawn.\n")


def test_a_picture_too_large_for_viewers_is_printed_and_they_are_named(depot: Repository) -> None:
    text = depot.blueprint.read_text("utf-8").replace("A parcel lies on the belt.", "x" * 51_000)
    depot.blueprint.write_text(text, "utf-8")
    code, out, err = depot.graph()
    assert code == 0
    assert "x" * 51_000 in out
    assert err.startswith("This picture has ")
    assert "'maxTextSize'" in err
