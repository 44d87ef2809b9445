"""Names of objects: those that the rules count and compare are those that the chart gives."""

from __future__ import annotations

from plano.platform.clusternames import cluster_names
from tests.delivery.chart.platforms import Helm, Tree, at, pods, rows

BY_ROUTE = {"HTTPRoute"}
"""Kinds whose names end in a digest of a path: they are short enough and never the same."""


def given(helm: Helm) -> set[tuple[str, str]]:
    """Kind and name of everything that rules know of."""
    return {
        (each.kind, each.name)
        for service in helm.platform.services
        if service.kind in ("fastapi", "container")
        for each in cluster_names(service)
    }


def made(helm: Helm) -> set[tuple[str, str]]:
    """Kind and name of everything that Helm makes, releases and volumes of pods too."""
    found = {("Helm release", service) for _, service in helm.values}
    for environment in helm.platform.environments:
        objects = helm.environment(environment.name)
        found |= {(str(each["kind"]), str(at(each, "metadata", "name"))) for each in objects}
        found |= {("volume", name) for _, pod in pods(objects) for name in volumes(pod)}
    return {(kind, name) for kind, name in found if kind not in BY_ROUTE}


def volumes(pod: Tree) -> list[str]:
    return [str(each["name"]) for each in rows(at(pod, "spec", "volumes")) if "persistentVolumeClaim" in each]


def test_no_object_has_a_name_that_the_rules_do_not_know(any_helm: Helm) -> None:
    assert made(any_helm) - given(any_helm) == set()


def test_a_name_that_the_rules_know_is_made_or_depends_on_the_environment(any_helm: Helm) -> None:
    """Autoscalers and budgets are for services of some size, the second port's Service for a Prometheus."""
    depending = {"HorizontalPodAutoscaler", "PodDisruptionBudget", "Service", "ServiceMonitor"}
    assert {kind for kind, _ in given(any_helm) - made(any_helm)} <= depending


def test_every_kind_is_made_somewhere(shop: Helm, depots: Helm) -> None:
    assert {kind for kind, _ in made(shop) | made(depots)} == {kind for kind, _ in given(shop) | given(depots)}


def test_a_name_that_the_rules_forget_would_be_seen(shop: Helm) -> None:
    known = {(kind, name) for kind, name in given(shop) if not name.endswith("-prune")}
    assert {kind for kind, _ in made(shop) - known} == {"CronJob"}
