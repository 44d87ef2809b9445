"""The other scripts: what a change affects, what an image's tag stands for, and shell that shellcheck accepts."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from plano.emitters.fastapi.image import enters_image
from plano.emitters.jenkins import SCRIPTS as NAMES
from tests.delivery.jenkins.clones import BIN, DIGEST, Clone, shared
from tests.delivery.jenkins.platforms import DEPOTS, SCRIPTS, platform_of

TWO = DEPOTS.replace(
    "  labels:",
    "  tariff:\n    kind: fastapi\n    access: public\n    operations: {price: {method: GET, path: /price}}\n  labels:",
)
SERVICES = ("trial", "parcel-desk", "tariff")
DOCKERFILE = "generated/services/parcel-desk/Dockerfile"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a platform of two services and all its derived files."""
    folder = tmp_path_factory.mktemp("platform")
    origin = shared(folder, TWO)
    first = Clone(folder / "first")
    first.generate()
    first.write(".gitignore", "__pycache__/\n.plano/\n")
    first.write("releases/trial/tariff.yaml", f"commit: {'1' * 40}\ndigest: {DIGEST}\n")
    first.write("services/parcel_desk/tests/test_own.py", "")
    first.write("README.md", "Depots.\n")
    first.commit("generated")
    first.push()
    return origin


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Clone:
    return Clone.of(origin, tmp_path / "builder")


def shellcheck(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / "shellcheck", "-"], input=text, capture_output=True, text=True)


@pytest.mark.parametrize("name", NAMES)
def test_shellcheck_has_nothing_to_say_and_refuses_a_planted_fault(name: str) -> None:
    text = (SCRIPTS / f"{name}.sh").read_text()
    assert "\nset -euo pipefail\n" in text
    said = shellcheck(text)
    assert (said.returncode, said.stdout) == (0, "")
    said = shellcheck(text.replace("\nset -euo pipefail\n", "\nset -euo pipefail\nrm -rf $1/build\n"))
    assert said.returncode == 1
    assert "SC2086" in said.stdout


def affected(clone: Clone, **given: str) -> list[str]:
    done = clone.script("affected", *SERVICES, given=given)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_service_is_built_where_its_own_code_changed(clone: Clone) -> None:
    before = clone.git("rev-parse", "HEAD")
    clone.write("services/parcel_desk/routes.py", "ROUTES = 3\n")
    clone.commit("a change")
    assert affected(clone, PREVIOUS_COMMIT=before) == ["parcel-desk"]


def test_a_commit_of_releases_alone_builds_nothing(clone: Clone) -> None:
    before = clone.git("rev-parse", "HEAD")
    clone.write("releases/trial/parcel-desk.yaml", f"commit: {before}\ndigest: {DIGEST}\n")
    clone.commit("a release")
    done = clone.script("affected", *SERVICES, given={"PREVIOUS_COMMIT": before})
    assert (done.returncode, done.stdout) == (0, "")
    assert "only releases changed: nothing is built" in done.stderr
    clone.write("services/tariff/prices.py", "PRICE = 3\n")
    clone.commit("and a change")
    assert affected(clone, PREVIOUS_COMMIT=before) == ["tariff"]


def test_what_enters_no_image_builds_nothing(clone: Clone) -> None:
    before = clone.git("rev-parse", "HEAD")
    clone.write("README.md", "Depots and parcels.\n")
    clone.commit("a page")
    assert affected(clone, PREVIOUS_COMMIT=before) == []


def test_a_service_whose_values_change_is_released_anew(clone: Clone) -> None:
    before = clone.git("rev-parse", "HEAD")
    clone.write(
        "blueprint.yaml",
        TWO.replace("{method: GET, path: /price}}", "{method: GET, path: /price}}\n    scale: {min: 3, max: 5}"),
    )
    clone.generate()
    clone.commit("more of it")
    assert affected(clone, PREVIOUS_COMMIT=before) == ["tariff"]


def test_a_pull_request_is_compared_with_where_it_left_its_target(clone: Clone, origin: Path, tmp_path: Path) -> None:
    clone.git("checkout", "--quiet", "-b", "change")
    clone.write("services/parcel_desk/routes.py", "ROUTES = 3\n")
    clone.commit("a change")
    other = Clone.of(origin, tmp_path / "other")
    other.write("services/tariff/prices.py", "PRICE = 3\n")
    other.commit("another change")
    other.git("push", "--quiet", "origin", "HEAD:refs/heads/next")
    clone.git("fetch", "--quiet", "origin", "next")
    clone.git("update-ref", "refs/remotes/origin/main", "FETCH_HEAD")
    assert affected(clone, CHANGE_TARGET="main", PREVIOUS_COMMIT="HEAD") == ["parcel-desk"]


def test_all_is_built_where_no_build_went_well_before(clone: Clone) -> None:
    assert affected(clone) == ["parcel-desk", "tariff"]
    assert affected(clone, PREVIOUS_COMMIT="5" * 40) == ["parcel-desk", "tariff"]


@pytest.mark.parametrize("fault", ["a target that is not there", "derived files that are stale"])
def test_what_cannot_be_known_is_an_error_and_never_nothing(clone: Clone, fault: str) -> None:
    before = clone.git("rev-parse", "HEAD")
    given = {"CHANGE_TARGET": "gone"}
    if fault == "derived files that are stale":
        clone.write("blueprint.yaml", TWO.replace("/price", "/prices"))
        clone.commit("not generated")
        given = {"PREVIOUS_COMMIT": before}
    done = clone.script("affected", *SERVICES, given=given)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr


def tag(clone: Clone, *more: str) -> str:
    done = clone.script("inputs", DOCKERFILE, *more)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"[0-9a-f]{64}\n", done.stdout)
    return done.stdout.strip()


def test_an_images_tag_changes_with_each_file_that_enters_it_and_with_no_other(clone: Clone) -> None:
    service = platform_of(TWO).service("parcel-desk")
    tracked = clone.git("ls-files").splitlines()
    entering = [path for path in tracked if enters_image(path, service)]
    others = [path for path in tracked if path not in entering]
    assert DOCKERFILE in entering
    assert {"README.md", "services/parcel_desk/tests/test_own.py", "releases/trial/tariff.yaml"} <= set(others)
    last = tag(clone, "base@1")
    for path in entering:
        (clone.root / path).write_text((clone.root / path).read_text() + "\n")
        clone.commit(path)
        assert (path, tag(clone, "base@1") != last) == (path, True)
        last = tag(clone, "base@1")
    for path in others:
        (clone.root / path).write_text((clone.root / path).read_text() + "\n")
    clone.commit("all others")
    assert tag(clone, "base@1") == last
    assert tag(clone, "base@2") != last


def test_what_is_not_committed_does_not_count(clone: Clone) -> None:
    before = tag(clone)
    clone.write(DOCKERFILE, "FROM scratch\n")
    assert tag(clone) == before
    clone.git("add", "--all")
    assert tag(clone) == before
    clone.commit("now it does")
    assert tag(clone) != before
    assert clone.git("status", "--porcelain") == ""


def test_the_base_image_is_named_in_the_dockerfile(clone: Clone) -> None:
    clone.write("Dockerfile", "FROM scratch\n")
    done = clone.script("base", "Dockerfile")
    assert (done.returncode, done.stdout) == (1, "")
    assert "has no line ARG PYTHON_IMAGE=" in done.stderr
