"""The worked example, installed as any package is: `generated/compose.yaml`, judged by the Compose Specification."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.plugins.packages import Site, site

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "examples" / "compose"
Part = dict[str, object]


def objections(document: object, place: Path) -> str:
    """What the schema of the Compose Specification has against a document; check-jsonschema carries it, offline."""
    file = place / "compose.yaml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    judge = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    done = subprocess.run(judge, capture_output=True, text=True)
    assert done.returncode == 0 or "Schema validation errors" in done.stdout, done.stdout + done.stderr
    return done.stdout if done.returncode else ""


def loose_ends(document: dict[str, dict[str, Part]]) -> set[str]:
    """Names of services and volumes that a document uses and has not, and files from which it builds that are none."""
    services = document["services"]
    named: set[str] = set()
    for part in services.values():
        needed, mounted, build = part.get("depends_on", {}), part.get("volumes", []), part.get("build")
        assert isinstance(needed, dict)
        assert isinstance(mounted, list)
        named |= needed.keys() - services.keys()
        named |= {str(each).split(":")[0] for each in mounted} - document["volumes"].keys()
        if (
            isinstance(build, dict)
            and not (REPOSITORY / "generated" / build["context"] / build["dockerfile"]).is_file()
        ):
            named.add(str(build["dockerfile"]))
        hosts = set(re.findall(r"(?:@|http://)([a-z-]+):", json.dumps(part.get("environment", {}))))
        named |= hosts - services.keys() - {"localhost"}  # the broker is its own controller
    return named


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The reference platform, and the example installed by pip."""
    made = site(tmp_path_factory.mktemp("composed"))
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-index",
    ]
    pip += ["--no-deps", "--no-build-isolation", "--target", made.packages, EXAMPLE]
    subprocess.run(pip, check=True)
    text = (REPOSITORY / "blueprint.yaml").read_text(encoding="utf-8")
    (made.root / "blueprint.yaml").write_text(text, encoding="utf-8")
    code, _, err = made.plano("generate")
    assert code == 0, err
    return made


@pytest.fixture
def document(composed: Site) -> dict[str, dict[str, Part]]:
    found: dict[str, dict[str, Part]] = yaml.safe_load(composed.files()["generated/compose.yaml"])
    return found


def test_the_compose_specification_has_nothing_against_it(document: dict[str, dict[str, Part]], tmp_path: Path) -> None:
    assert len(document["services"]) > 10
    assert objections(document, tmp_path) == ""
    assert loose_ends(document) == set()


def test_a_planted_fault_is_refused(document: dict[str, dict[str, Part]], tmp_path: Path) -> None:
    wrong = copy.deepcopy(document)
    wrong["services"]["orders"]["comand"] = ["all"]
    assert "comand" in objections(wrong, tmp_path)
    wrong = copy.deepcopy(document)
    wrong["services"]["orders"]["restart"] = 7
    assert "restart" in objections(wrong, tmp_path)
    wrong = copy.deepcopy(document)
    del wrong["services"]["kafka"]
    assert loose_ends(wrong) == {"kafka"}
    del document["services"]["users"]
    assert loose_ends(document) == {"users"}


def test_it_waits_for_its_database_and_its_migration(document: dict[str, dict[str, Part]]) -> None:
    assert document["services"]["orders"]["depends_on"] == {
        "kafka": {"condition": "service_started"},
        "orders-database": {"condition": "service_healthy"},
        "orders-migrate": {"condition": "service_completed_successfully"},
    }
    assert document["services"]["orders-migrate"]["command"] == ["migrate"]


def test_it_holds_no_secret(composed: Site) -> None:
    text = composed.files()["generated/compose.yaml"].decode()
    secrets = re.findall(r"^ +(\S*(?:PASSWORD|SECRET|KEYS)\S*): (.*)$", text, re.M)
    assert len(secrets) > 5
    assert [name for name, value in secrets if not re.fullmatch(r'"\$\{[A-Z_]+:\?is not set\}"', value)] == []


def test_nothing_else_of_the_platform_changes_with_it(composed: Site) -> None:
    ours = {
        path.relative_to(REPOSITORY).as_posix(): path.read_bytes()
        for path in (REPOSITORY / "generated").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    added = {"generated/compose.yaml", "generated/.plano-index"}
    assert {path: content for path, content in composed.files().items() if path not in added} == ours
    assert composed.plano("check")[0] == 0


def test_an_uninstalled_example_takes_its_file_along(composed: Site) -> None:
    [about] = composed.packages.glob("plano_compose-*.dist-info")
    points = (about / "entry_points.txt").read_text()
    try:
        (about / "entry_points.txt").write_text("")
        assert "orphaned" in composed.plano("check")[1]
    finally:
        (about / "entry_points.txt").write_text(points)


def test_the_example_is_as_short_as_its_page_says() -> None:
    assert len((EXAMPLE / "plano_compose.py").read_text(encoding="utf-8").splitlines()) < 100
