"""`plano explain`, `plano eject` and the notes know of a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.cli.main import run
from plano.pipeline import check_root
from tests.externals.depot import MODULE, answering, commit, depot

KEY = "services.carrier.openapi"


def explained(root: Path, place: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(["--root", str(root), "explain", place]) == 0
    return capsys.readouterr().out


def test_a_client_is_decided_by_the_key_that_names_its_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = depot(tmp_path, answering({"type": "string"}))
    said = explained(root, MODULE, capsys)
    assert f"blueprint.yaml:17    {KEY}\n" in said
    assert "templates/fastapi/described.py.jinja" in said
    assert "platform.domain" not in said


def test_the_key_becomes_the_client_and_what_handlers_are_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = depot(tmp_path, answering({"type": "string"}))
    said = explained(root, "blueprint.yaml:17", capsys).split()
    assert said[:2] == ["blueprint.yaml:17", KEY]
    package = "generated/services/tracking/depot_tracking"
    assert said[2:] == [f"{package}/clients/__init__.py", MODULE, f"{package}/context.py"]


def test_a_key_elsewhere_becomes_no_client(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = depot(tmp_path, answering({"type": "string"}))
    assert MODULE not in explained(root, "blueprint.yaml:2", capsys)


def test_ejecting_one_caller_leaves_the_client_of_another_as_it_is(tmp_path: Path) -> None:
    root = depot(tmp_path, answering({"type": "string"}))
    blueprint = root / "blueprint.yaml"
    billing = "  billing: {kind: fastapi, calls: [carrier]}\n  carrier:\n"
    blueprint.write_text(blueprint.read_text().replace("  carrier:\n", billing))
    assert run(["--root", str(root), "generate"]) == 0
    before = (root / MODULE).read_bytes()
    commit(root)
    assert run(["--root", str(root), "eject", "tracking", "--yes"]) == 0
    assert (root / "services/tracking/src/depot_tracking/clients/carrier.py").read_bytes() == before
    assert (root / MODULE.replace("tracking", "billing")).read_bytes() == before
    assert run(["--root", str(root), "check"]) == 0


def test_a_client_that_is_generated_is_no_note(tmp_path: Path) -> None:
    assert check_root(depot(tmp_path, answering({"type": "string"}))).diagnostics == ()
