"""References between the objects of an environment lead somewhere; and each check notices one that does not."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from tests.delivery.chart.crosschecks import findings
from tests.delivery.chart.platforms import Helm, Tree, at, named, rows, tree

Break = Callable[[list[Tree]], object]


def _deployment(objects: list[Tree]) -> Tree:
    return tree(named(objects, "Deployment", "depots-api")["spec"])


def _template(objects: list[Tree]) -> Tree:
    return tree(tree(_deployment(objects)["template"])["spec"])


def _rule(objects: list[Tree]) -> Tree:
    route = next(each for each in objects if each["kind"] == "HTTPRoute")
    return rows(at(route, "spec", "rules"))[0]


BREAKS: dict[str, tuple[Break, str]] = {
    "two objects of one name": (
        lambda all: all.append(copy.deepcopy(named(all, "Service", "tally"))),
        "Service tally is there 2 times",
    ),
    "a selector that fits no pod": (
        lambda all: tree(at(_deployment(all), "selector", "matchLabels")).update({"app.kubernetes.io/name": "depot"}),
        "Deployment depots-api selects the pods of []",
    ),
    "a selector that fits others' pods": (
        lambda all: tree(at(_deployment(all), "selector", "matchLabels")).pop("app.kubernetes.io/name"),
        "Deployment depots-api selects the pods of ['Deployment depots-api'",
    ),
    "a target port that no container has": (
        lambda all: rows(at(named(all, "Service", "depots"), "spec", "ports"))[0].update(targetPort="web"),
        "sends to port web",
    ),
    "a route to a port that no Service has": (
        lambda all: rows(_rule(all)["backendRefs"])[0].update(port=80),
        ":80, which is not there",
    ),
    "a policy for nobody": (
        lambda all: tree(at(named(all, "NetworkPolicy", "depots-relay"), "spec", "podSelector", "matchLabels")).update(
            {"app.kubernetes.io/component": "relays"}
        ),
        "Deployment depots-relay has 0 network policies",
    ),
    "a policy that leaves a direction open": (
        lambda all: tree(named(all, "NetworkPolicy", "depots-relay")["spec"]).update(policyTypes=["Ingress"]),
        "leaves a direction open",
    ),
    "replicas beside an autoscaler": (lambda all: _deployment(all).update(replicas=2), "fixes its replicas"),
    "an autoscaler of nothing": (
        lambda all: tree(at(named(all, "HorizontalPodAutoscaler", "depots-api"), "spec", "scaleTargetRef")).update(
            name="depots"
        ),
        "scales Deployment depots, which is not there",
    ),
    "a budget for one replica": (
        lambda all: tree(named(all, "HorizontalPodAutoscaler", "depots-api")["spec"]).update(minReplicas=1),
        "PodDisruptionBudget depots-api keeps",
    ),
    "an account that is not there": (
        lambda all: _template(all).update(serviceAccountName="admin"),
        "runs as admin, which is not there",
    ),
    "a claim that is not there": (
        lambda all: all.remove(named(all, "PersistentVolumeClaim", "sorter-maps")),
        "claims sorter-maps, which is not there",
    ),
    "a probe of a port that is not there": (
        lambda all: tree(at(rows(_template(all)["containers"])[0], "livenessProbe", "httpGet")).update(port="health"),
        "is probed at port health",
    ),
}


def test_every_reference_leads_somewhere(any_helm: Helm) -> None:
    for environment in any_helm.platform.environments:
        assert findings(any_helm.environment(environment.name)) == []


@pytest.mark.parametrize("broken", sorted(BREAKS))
def test_a_broken_reference_is_noticed(broken: str, depots: Helm) -> None:
    objects = copy.deepcopy(depots.environment("live"))
    change, expected = BREAKS[broken]
    change(objects)
    assert any(expected in each for each in findings(objects)), findings(objects)


def test_a_monitor_of_a_port_that_is_not_there_is_noticed(shop: Helm) -> None:
    objects = copy.deepcopy(shop.environment("production"))
    monitor = next(each for each in objects if each["kind"] == "ServiceMonitor")
    rows(at(monitor, "spec", "endpoints"))[0]["port"] = "metrics"
    assert any("scrapes port metrics" in each for each in findings(objects))
