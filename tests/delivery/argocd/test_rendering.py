"""What Argo CD makes of a release and of an application's state, by Go's own templates and the Lua that it runs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from plano.delivery.release import Release, path_of
from plano.delivery.writing import written
from tests.delivery.argocd.judges import API, DEPOTS, at, emitted, judge, platform_of

pytestmark = pytest.mark.real

PROGRAMS = Path(__file__).parent / "rendering"
RELEASE = Release("1234567890" * 4, "sha256:" + "0123456789abcdef" * 4)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the two programs, built once."""
    built = tmp_path_factory.mktemp("rendering")
    subprocess.run(["go", "build", "-o", str(built), "./..."], cwd=PROGRAMS, check=True)
    return built


@pytest.fixture
def program(programs: Path) -> Path:
    """The renderer of templates."""
    return programs / "template"


def application_set(blueprint: str = DEPOTS) -> dict[str, object]:
    """The ApplicationSet of one environment."""
    return emitted(platform_of(blueprint))["generated/argocd/apps/live/services.yaml"]


def render(program: Path, found: Mapping[str, object], release: str) -> subprocess.CompletedProcess[str]:
    """What comes of the text of a release of `parcels`, with the parameters that the file generator adds to it."""
    folder = {"path": "releases/live", "basename": "live", "basenameNormalized": "live"}
    parameters = {
        **yaml.safe_load(release),
        "path": {**folder, "filename": "parcels.yaml", "filenameNormalized": "parcels.yaml"},
    }
    asked = {
        "template": at(found, "spec", "template"),
        "options": at(found, "spec", "goTemplateOptions"),
        "parameters": parameters,
    }
    return subprocess.run([str(program)], input=json.dumps(asked), capture_output=True, text=True, check=False)


def test_a_release_decides_chart_values_and_image(program: Path) -> None:
    done = render(program, application_set(), written(RELEASE, None, path_of("live", "parcels")))
    assert done.returncode == 0, done.stderr
    application = json.loads(done.stdout)
    judge({"apiVersion": API, "kind": "Application", **application})
    assert application["metadata"]["name"] == "live.parcels"
    assert application["metadata"]["labels"]["app.kubernetes.io/name"] == "parcels"
    source = application["spec"]["source"]
    assert (source["targetRevision"], source["path"]) == (RELEASE.commit, "generated/chart")
    assert source["helm"] == {
        "releaseName": "parcels",
        "valueFiles": ["../../overrides/values/live/parcels.yaml", "../values/live/parcels.yaml"],
        "ignoreMissingValueFiles": True,
        "parameters": [{"name": "image.digest", "value": RELEASE.digest, "forceString": True}],
    }
    assert "{{" not in done.stdout


def test_a_release_without_a_digest_becomes_nothing(program: Path) -> None:
    done = render(program, application_set(), f'commit: "{RELEASE.commit}"\n')
    assert done.returncode == 1
    assert 'no entry for key "digest"' in done.stderr


def test_a_misspelt_key_in_the_template_is_noticed(program: Path) -> None:
    found = json.loads(json.dumps(application_set()).replace(".commit", ".comit"))
    done = render(program, found, written(RELEASE, None, path_of("live", "parcels")))
    assert done.returncode == 1
    assert 'no entry for key "comit"' in done.stderr


def test_braces_in_the_address_of_the_repository_arrive_unharmed(program: Path) -> None:
    address = "https://git.depots.example/{{.commit}}{{{x}}/depots.git"
    found = application_set(DEPOTS.replace("https://git.depots.example/depots.git", address))
    done = render(program, found, written(RELEASE, None, path_of("live", "parcels")))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["spec"]["source"]["repoURL"] == address


def health(programs: Path, status: Mapping[str, object], script: str = "") -> str:
    """What the root application thinks of an application in that state; the end of stderr where it fails."""
    values = emitted(platform_of(DEPOTS))["generated/argocd/values.yaml"]
    ours = at(values, "configs", "cm", "resource.customizations.health.argoproj.io_Application")
    asked = json.dumps({"script": script or ours, "object": {"status": status}})
    done = subprocess.run([str(programs / "health")], input=asked, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr


HEALTHY = {"health": {"status": "Healthy"}}


@pytest.mark.parametrize(
    ("status", "seen"),
    [
        ({}, "Progressing"),
        (HEALTHY, "Progressing"),
        ({**HEALTHY, "sync": {"status": "OutOfSync"}, "operationState": {"phase": "Running"}}, "Progressing"),
        ({**HEALTHY, "sync": {"status": "OutOfSync"}, "operationState": {"phase": "Failed"}}, "Progressing"),
        ({**HEALTHY, "sync": {"status": "Synced"}}, "Healthy"),
        ({**HEALTHY, "sync": {"status": "OutOfSync"}, "operationState": {"phase": "Succeeded"}}, "Healthy"),
        ({"health": {"status": "Progressing"}, "sync": {"status": "Synced"}}, "Progressing"),
        ({"health": {"status": "Degraded"}, "sync": {"status": "OutOfSync"}}, "Degraded"),
    ],
)
def test_a_wave_waits_until_an_application_has_done_what_it_should(
    programs: Path, status: Mapping[str, object], seen: str
) -> None:
    assert health(programs, status) == seen


def test_a_script_that_is_no_lua_is_noticed(programs: Path) -> None:
    assert "syntax error" in health(programs, HEALTHY, "local health = {status: 1}")
