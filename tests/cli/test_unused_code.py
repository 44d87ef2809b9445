"""Code of a service that went is yours: it stays, and `plano check` says that nothing uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.cli.main import run
from tests.cli.test_commands import BLUEPRINT


def test_each_folder_of_no_service_is_named_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    assert run(["--root", str(tmp_path), "generate"]) == 0
    gone = tmp_path / "services/gone/handlers.py"
    gone.parent.mkdir(parents=True)
    gone.write_text('"""Mine."""\n')
    (tmp_path / "services/empty").mkdir()
    (tmp_path / "services/README.md").write_text("mine\n")
    capsys.readouterr()
    run(["--root", str(tmp_path), "check"])
    said = capsys.readouterr().out
    assert "warning[unused-code]: services/gone/ belongs to no service of the blueprint" in said
    assert said.count("unused-code]") == 1
    assert gone.read_text() == '"""Mine."""\n'
