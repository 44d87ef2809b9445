"""Helm takes the chart with every values file, and Kubernetes and its operators take every object of it."""

from __future__ import annotations

import copy
from pathlib import Path

import helm_python
import pytest

from tests.delivery.chart.judges import CUSTOM, complaints
from tests.delivery.chart.platforms import Helm, Tree, at, named, rows, tree

BUILT_IN = {
    "CronJob", "Deployment", "HorizontalPodAutoscaler", "Job", "NetworkPolicy", "PersistentVolumeClaim",
    "PodDisruptionBudget", "Service", "ServiceAccount",
}  # fmt: skip


def test_helm_has_nothing_against_any_values_file(any_helm: Helm) -> None:
    assert {at: any_helm.lint(values) for at, values in any_helm.values.items() if any_helm.lint(values)} == {}


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ("replica", 3, "additional properties 'replica' not allowed"),
        ("scale", {"min": 1, "max": 2, "cpu": 70}, "additional properties 'cpu' not allowed"),
        ("scale", {"min": 0, "max": 2}, "minimum: got 0, want 1"),
        ("kind", "external", "value must be one of 'fastapi', 'container', 'vue'"),
        ("image", {"repository": "registry.haul.example/depots", "digest": "5555"}, "does not match pattern"),
        ("secrets", {"running": ["DATABASE_URL"]}, "does not match pattern"),
        ("patch", {"Deploymnet": {}}, "additional properties 'Deploymnet' not allowed"),
    ],
)
def test_a_value_that_the_chart_does_not_know_is_refused(
    place: str, value: object, expected: str, depots: Helm
) -> None:
    values = {**depots.values["live", "depots"], place: value}
    assert expected in " ".join(depots.lint(values))
    with pytest.raises(helm_python.HelmError, match="values don't meet the specifications of the schema"):
        depots.rendered(values, "depots", "haul-live")


def test_lint_notices_a_broken_template(depots: Helm, tmp_path: Path) -> None:
    for file in depots.folder.rglob("*"):
        if file.is_file():
            target = tmp_path / file.relative_to(depots.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    services = tmp_path / "templates/services.yaml"
    services.write_text(services.read_text("utf-8").replace("protocol: TCP,", "protocol: TCP", 1), "utf-8")
    report = helm_python.lint(tmp_path, depots.values["live", "depots"], strict=True)
    assert report["errors"]


def test_every_object_is_one_that_kubernetes_or_its_operator_takes(any_helm: Helm) -> None:
    for environment in any_helm.platform.environments:
        objects = any_helm.environment(environment.name)
        wrong = {f"{each['kind']} {at(each, 'metadata', 'name')}": complaints(each) for each in objects}
        assert {name: texts for name, texts in wrong.items() if texts} == {}


def test_every_kind_that_is_made_is_judged(shop: Helm, depots: Helm) -> None:
    made = {str(each["kind"]) for each in shop.environment("production") + depots.environment("live")}
    assert made == BUILT_IN | set(CUSTOM)


def _planted(found: Tree, *path: str | int) -> Tree:
    """A copy of an object with a field that nobody knows, at that place."""
    broken = copy.deepcopy(found)
    tree(at(broken, *path))["replcias"] = 1
    return broken


def test_the_judges_refuse_a_field_that_does_not_exist(shop: Helm, depots: Helm) -> None:
    objects = shop.environment("production") + depots.environment("live")
    for kind in sorted(BUILT_IN | set(CUSTOM)):
        found = next(each for each in objects if each["kind"] == kind)
        place = () if kind == "ServiceAccount" else ("spec",)
        assert "replcias" in " ".join(complaints(_planted(found, *place))), kind


def test_the_judges_refuse_a_value_of_the_wrong_type(depots: Helm) -> None:
    broken = copy.deepcopy(named(depots.environment("live"), "Deployment", "depots-api"))
    container = rows(at(broken, "spec", "template", "spec", "containers"))[0]
    rows(container["ports"])[0]["containerPort"] = "eight thousand"
    assert complaints(broken)
