"""A platform with a service and Jenkins, generated once, in which templates are overridden."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import BLUEPRINT, Repository

WITH_JENKINS = BLUEPRINT.replace(
    "routes:",
    "  others: {kind: fastapi, access: public, operations: {look: {path: /look, response: {seen: bool}}}}\nroutes:",
).replace("hosts:", "systems: {kubernetes: {existing: true}, jenkins: {}}\nhosts:")
DOCKERFILE = "generated/services/samples/Dockerfile"
OTHERS = "generated/services/others/Dockerfile"


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    """A repository in which nothing is overridden, and all is generated."""
    found = Repository(tmp_path, capsys)
    found.write("blueprint.yaml", WITH_JENKINS)
    code, _, err = found.plano("generate")
    assert code == 0, err
    return found


def override(lab: Repository, path: str, text: str) -> None:
    """Write an override by hand."""
    file = lab.root / "overrides" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def files(lab: Repository) -> dict[str, bytes]:
    """Every derived file with its bytes; the indexes too."""
    return {str(path): path.read_bytes() for path in (lab.root / "generated").rglob("*") if path.is_file()}
