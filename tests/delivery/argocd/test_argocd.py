"""What Argo CD is given: kinds that its definitions admit, and a project that bounds each environment."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

from plano.emitters.argocd import EMITTER
from plano.emitters.render import render
from plano.platform.model import Platform
from tests.delivery.argocd.judges import (
    DEPOTS,
    RefusedError,
    at,
    emitted,
    judge,
    judge_values,
    platform_of,
    reference,
    resources,
)
from tests.e2e.rename import rename_repository

ROOT = Path(__file__).parents[3]
APPS = "generated/argocd/apps"
WITH_KAFKA = DEPOTS.replace("argocd: {}", "argocd: {version: 9.9.9}, kafka: {brokers: 1}")
CHANGES: list[tuple[str, tuple[str, ...], object]] = [
    (f"{APPS}/trial/project.yaml", ("spec", "destinatons"), []),
    (f"{APPS}/trial/namespace.yaml", ("spec", "syncPolicy", "automated", "prunes"), True),
    (f"{APPS}/trial/services.yaml", ("spec", "template", "spec", "source", "revision"), "HEAD"),
    (f"{APPS}/trial/services.yaml", ("spec", "syncPolicy", "applicationsSync"), "never"),
    (f"{APPS}/argocd.yaml", ("spec", "sources", "0", "helm"), "text"),
    ("generated/argocd/root.yaml", ("kind",), "Aplication"),
]


@pytest.fixture(params=["reference", "depots", "kafka", "renamed"])
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Platform:
    if request.param == "renamed":
        rename_repository(ROOT, tmp_path)
        return platform_of((tmp_path / "blueprint.yaml").read_text(encoding="utf-8"))
    if request.param == "reference":
        return reference()
    return platform_of(DEPOTS if request.param == "depots" else WITH_KAFKA)


def test_every_resource_is_one_that_argo_cd_admits(platform: Platform) -> None:
    found = resources(platform)
    for resource in found.values():
        judge(resource)
    assert {str(each["kind"]) for each in found.values()} == {"Application", "AppProject", "ApplicationSet"}


@pytest.mark.parametrize(("path", "where", "wrong"), CHANGES)
def test_a_misspelt_field_is_refused(path: str, where: tuple[str, ...], wrong: object) -> None:
    resource = copy.deepcopy(resources(platform_of(DEPOTS))[path])
    judge(resource)
    *above, last = (int(step) if step.isdigit() else step for step in where)
    parent = at(resource, *above)
    assert isinstance(parent, dict)
    parent[last] = wrong
    with pytest.raises(RefusedError):
        judge(resource)


def test_the_chart_of_argo_cd_knows_every_value_that_is_set(platform: Platform) -> None:
    values = emitted(platform)["generated/argocd/values.yaml"]
    judge_values(values)
    with pytest.raises(RefusedError, match=r"^configs\.cmd$"):
        judge_values({**values, "configs": {"cmd": {"any": "thing"}}})


def test_nothing_is_emitted_where_argo_cd_or_its_cluster_is_not_named() -> None:
    assert list(EMITTER.files(platform_of(DEPOTS.replace(", argocd: {}", "")))) == []


def test_every_file_lies_in_the_folder_of_its_subject_and_is_the_same_each_time(platform: Platform) -> None:
    specs = list(EMITTER.files(platform))
    assert [spec.path for spec in specs if not spec.path.startswith(f"{spec.subject.folder}/")] == []
    assert list(map(render, specs)) == [render(spec) for spec in EMITTER.files(platform)]
    assert len({spec.path for spec in specs}) == len(specs)


def test_no_two_resources_share_a_kind_and_a_name(platform: Platform) -> None:
    names = [(str(each["kind"]), str(at(each, "metadata", "name"))) for each in resources(platform).values()]
    assert len(set(names)) == len(names)


def test_names_stay_apart_where_environments_and_services_are_called_alike() -> None:
    alike = DEPOTS.replace("{trial: {}, rehearsal: {}, live: {}}", "{kafka: {}, kafka-kafka: {}, root: {}, live: {}}")
    platform = platform_of(alike.replace("argocd: {}", "argocd: {}, kafka: {brokers: 1}"))
    names = [
        str(at(each, "metadata", "name")) for each in resources(platform).values() if each["kind"] == "Application"
    ]
    assert len(set(names)) == len(names)
    assert [name for name in names if "." in name] == []


def test_an_environment_may_use_its_own_namespace_and_the_platforms_repository_alone(platform: Platform) -> None:
    for environment in platform.environments:
        spec = at(emitted(platform)[f"{APPS}/{environment.name}/project.yaml"], "spec")
        assert at(spec, "sourceRepos") == [platform.repository]
        assert at(spec, "destinations") == [
            {"server": "https://kubernetes.default.svc", "namespace": environment.namespace}
        ]
        assert at(spec, "clusterResourceWhitelist") == [
            {"group": "", "kind": "Namespace", "name": environment.namespace}
        ]
        allowed = at(spec, "namespaceResourceWhitelist")
        assert isinstance(allowed, list)
        assert [each for each in allowed if "*" in each.values() or each["kind"] in ("Secret", "Role")] == []


def test_kinds_of_systems_are_allowed_only_where_the_blueprint_names_these() -> None:
    def groups(text: str) -> set[str]:
        allowed = at(emitted(platform_of(text))[f"{APPS}/live/project.yaml"], "spec", "namespaceResourceWhitelist")
        assert isinstance(allowed, list)
        return {str(each["group"]) for each in allowed}

    assert "kafka.strimzi.io" not in groups(DEPOTS)
    assert groups(WITH_KAFKA) - groups(DEPOTS) == {"kafka.strimzi.io"}


def test_an_application_belongs_to_the_project_of_where_it_goes(platform: Platform) -> None:
    namespaces = {each.namespace for each in platform.environments}
    for path, found in resources(platform).items():
        if found["kind"] == "AppProject":
            continue
        spec = at(found, "spec", "template", "spec") if found["kind"] == "ApplicationSet" else found["spec"]
        project, namespace = at(spec, "project"), at(spec, "destination", "namespace")
        assert project == (namespace if namespace in namespaces else "platform"), path


def test_a_wave_begins_after_what_it_stands_on() -> None:
    found = emitted(reference())

    def wave(path: str) -> int:
        return int(str(at(found[f"{APPS}/{path}"], "metadata", "annotations", "argocd.argoproj.io/sync-wave")))

    assert wave("staging/project.yaml") < wave("staging/namespace.yaml") < wave("staging/kafka.yaml")
    assert wave("staging/kafka.yaml") < wave("staging/services.yaml")
    assert wave("namespaces.yaml") == wave("production/namespace.yaml")


def test_a_deleted_line_destroys_nothing(platform: Platform) -> None:
    for path, found in resources(platform).items():
        assert "finalizers" not in str(found), path
        if found["kind"] == "Application":
            assert at(found, "spec", "syncPolicy", "automated", "prune") is False, path
        if found["kind"] == "ApplicationSet":
            assert at(found, "spec", "syncPolicy") == {
                "applicationsSync": "create-update",
                "preserveResourcesOnDeletion": True,
            }
        if found["kind"] != "AppProject":
            options = at(found, "metadata", "annotations", "argocd.argoproj.io/sync-options")
            assert options == "Prune=confirm,Delete=confirm", path


def test_argo_cd_itself_neither_prunes_nor_heals_and_is_of_one_exact_version() -> None:
    found = emitted(platform_of(DEPOTS))[f"{APPS}/argocd.yaml"]
    assert at(found, "spec", "syncPolicy", "automated") == {"prune": False, "selfHeal": False}
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(at(found, "spec", "sources", 0, "targetRevision")))
    chosen = emitted(platform_of(WITH_KAFKA))[f"{APPS}/argocd.yaml"]
    assert at(chosen, "spec", "sources", 0, "targetRevision") == "9.9.9"


def test_every_sync_is_done_by_the_server_and_tried_again(platform: Platform) -> None:
    for path, found in resources(platform).items():
        if found["kind"] == "AppProject":
            continue
        spec = at(found, "spec", "template", "spec") if found["kind"] == "ApplicationSet" else found["spec"]
        options = at(spec, "syncPolicy", "syncOptions")
        assert isinstance(options, list)
        assert "ServerSideApply=true" in options, path
        assert at(spec, "syncPolicy", "retry", "backoff", "factor") == 2
