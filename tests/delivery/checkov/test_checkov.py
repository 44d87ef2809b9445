"""checkov reads every image, every object and every contract, and finds nothing that is not explained."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.delivery.chart.platforms import DEPOTS, ROOT, Tree, at, of_kind, rows, tree
from tests.delivery.checkov.judge import (
    Explained,
    Finding,
    Judged,
    explained,
    judged,
    lay_out,
    put,
    unexplained,
    unneeded,
)

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the reference, and of a platform whose systems were there before."""
    made = tmp_path_factory.mktemp("emitted")
    lay_out((ROOT / "blueprint.yaml").read_text("utf-8"), made / "reference", tmp_path_factory.mktemp("reference"))
    lay_out(DEPOTS, made / "depots", tmp_path_factory.mktemp("depots"))
    return made


@pytest.fixture(scope="module")
def verdict(folder: Path) -> Judged:
    return judged(folder)


def test_nothing_is_found_that_is_not_explained(verdict: Judged) -> None:
    assert unexplained(verdict.findings, explained()) == []


def test_every_explanation_is_still_needed_and_says_why(verdict: Judged) -> None:
    assert unneeded(verdict.findings, explained()) == []
    assert [line for line in explained() if len(line.reason.split()) < 5] == []


def test_it_has_read_images_objects_and_contracts(verdict: Judged) -> None:
    assert all(verdict.passed.get(each, 0) > 0 for each in ("dockerfile", "kubernetes", "openapi")), verdict.passed


def test_a_finding_that_nobody_explains_and_a_line_that_explains_nothing_are_both_noticed(verdict: Judged) -> None:
    known = explained()
    assert unexplained(verdict.findings, known[1:])
    elsewhere = replace(known[0], where="generated/services/*/Containerfile")
    assert unexplained(verdict.findings, (elsewhere, *known[1:]))
    assert unneeded(verdict.findings, (*known, elsewhere)) == [elsewhere]


def planted(folder: Path, into: Path, change: str) -> list[Finding]:
    """What is found, and not explained, where one container of the reference is changed for the worse."""
    objects = [
        tree(each) for each in yaml.safe_load_all((folder / "reference/rendered/production/orders.yaml").read_bytes())
    ]
    container = rows(at(of_kind(objects, "Deployment")[0], "spec", "template", "spec", "containers"))[0]
    worse: dict[str, Tree] = {
        "privileged": {"securityContext": {**tree(container["securityContext"]), "privileged": True}},
        "any tag": {"image": "registry.tienda.example/tienda/orders:latest"},
    }
    container.update(worse[change])
    put(into / "reference/rendered/production/orders.yaml", yaml.safe_dump_all(objects).encode())
    return unexplained(judged(into).findings, explained())


@pytest.mark.parametrize(("change", "check"), [("privileged", "CKV_K8S_16"), ("any tag", "CKV_K8S_14")])
def test_a_planted_fault_of_a_container_is_refused(change: str, check: str, folder: Path, tmp_path: Path) -> None:
    assert check in {each.check for each in planted(folder, tmp_path, change)}


def test_an_image_that_runs_as_root_is_refused(folder: Path, tmp_path: Path) -> None:
    path = "reference/generated/services/orders/Dockerfile"
    text = (folder / path).read_text("utf-8").replace("USER 10001:10001\n", "")
    put(tmp_path / path, text.encode())
    assert {each.check for each in unexplained(judged(tmp_path).findings, explained())} == {"CKV_DOCKER_3"}


def test_an_explanation_is_of_one_check_in_its_own_files_alone() -> None:
    line = Explained("CKV_K8S_11", "rendered/*/*.yaml", "because")
    finding = Finding("CKV_K8S_11", "reference", "rendered/staging/orders.yaml", "Deployment.a.b", "words")
    assert line.covers(finding)
    assert not line.covers(replace(finding, check="CKV_K8S_16"))
    assert not line.covers(replace(finding, path="generated/kubernetes/staging/orders.yaml"))


def test_a_supposed_secret_is_explained_by_its_text_alone() -> None:
    line = Explained("CKV_SECRET_6", "generated/values/*/*.yaml", "because", "kafka-user-{file}")
    digest = hashlib.sha1(b"kafka-user-orders", usedforsecurity=False).hexdigest()
    finding = Finding("CKV_SECRET_6", "reference", "generated/values/staging/orders.yaml", digest, "words")
    assert line.covers(finding)
    assert not line.covers(replace(finding, path="generated/values/staging/users.yaml"))
