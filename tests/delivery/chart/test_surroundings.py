"""What a service stands in: routes, volumes, labels, and the patch for what nobody foresaw."""

from __future__ import annotations

import helm_python
import pytest

from tests.delivery.chart.crosschecks import findings
from tests.delivery.chart.judges import complaints
from tests.delivery.chart.platforms import DIGEST, Helm, at, named, of_kind, pods, rows, tree


def test_a_route_leads_from_the_gateway_to_the_service_and_loses_its_prefix(depots: Helm) -> None:
    (route,) = of_kind(depots.objects("live", "depots"), "HTTPRoute")
    assert at(route, "spec", "hostnames") == ["haul.example"]
    assert rows(at(route, "spec", "parentRefs")) == [{"name": "public", "namespace": "traefik"}]
    (rule,) = rows(at(route, "spec", "rules"))
    assert at(rule, "matches", 0, "path") == {"type": "PathPrefix", "value": "/api/depots"}
    assert at(rule, "filters", 0, "urlRewrite", "path") == {
        "type": "ReplacePrefixMatch",
        "replacePrefixMatch": "/depots",
    }
    assert rows(at(rule, "backendRefs")) == [{"name": "depots", "port": 8000}]
    (plain,) = of_kind(depots.objects("live", "sorter"), "HTTPRoute")
    assert at(plain, "spec", "rules", 0, "filters") is None


def test_where_a_proxy_knows_the_paths_the_gateway_has_no_routes_of_services(shop: Helm) -> None:
    assert of_kind(shop.environment("production"), "HTTPRoute") == []


def test_a_shared_volume_is_mounted_by_all_and_kept_when_its_line_is_deleted(shop: Helm) -> None:
    objects = shop.objects("production", "catalog")
    claim = named(objects, "PersistentVolumeClaim", "catalog-photos")
    assert at(claim, "spec", "storageClassName") == "nfs"
    assert at(claim, "spec", "accessModes") == ["ReadWriteMany"]
    assert at(claim, "metadata", "annotations", "argocd.argoproj.io/sync-options") == "Prune=confirm,Delete=confirm"
    mounts = {
        owner: {str(each["mountPath"]) for each in rows(at(pod, "spec", "containers", 0, "volumeMounts"))}
        for owner, pod in pods(objects)
    }
    assert mounts == {
        "Deployment catalog-api": {"/tmp", "/photos"},
        "CronJob catalog-prune": {"/tmp", "/photos"},
        "Job catalog-migrate": {"/tmp"},
    }


def test_a_block_volume_moves_from_the_old_pod_to_the_new_one_and_fits_one_replica(depots: Helm) -> None:
    objects = depots.objects("live", "sorter")
    claim = named(objects, "PersistentVolumeClaim", "sorter-maps")
    assert (at(claim, "spec", "storageClassName"), at(claim, "spec", "accessModes")) == ("longhorn", ["ReadWriteOnce"])
    assert at(named(objects, "Deployment", "sorter-api"), "spec", "strategy", "type") == "Recreate"
    with pytest.raises(helm_python.HelmError, match=r"the block volume 'maps' can be held by one replica"):
        depots.objects("live", "sorter", scale={"min": 1, "max": 2})


def test_every_object_says_what_it_belongs_to_and_selectors_hold_only_what_never_changes(any_helm: Helm) -> None:
    for environment in any_helm.platform.environments:
        for found in any_helm.environment(environment.name):
            labels = tree(at(found, "metadata", "labels"))
            assert labels["app.kubernetes.io/part-of"] == any_helm.platform.name
            assert labels["plano/environment"] == environment.name
            assert set(labels) >= {
                f"app.kubernetes.io/{each}" for each in ("name", "component", "instance", "managed-by")
            }
            assert at(found, "metadata", "namespace") == environment.namespace
            if found["kind"] == "Deployment":
                selector = tree(at(found, "spec", "selector", "matchLabels"))
                assert set(selector) == {"app.kubernetes.io/name", "app.kubernetes.io/component"}


def test_the_second_port_is_scraped_and_no_route_reaches_it(shop: Helm) -> None:
    objects = shop.objects("production", "orders")
    assert [each["name"] for each in rows(at(named(objects, "Service", "orders"), "spec", "ports"))] == ["http"]
    monitor = named(objects, "ServiceMonitor", "orders")
    assert at(monitor, "spec", "endpoints", 0, "port") == "management"
    assert of_kind(shop.objects("production", "catalog"), "ServiceMonitor")


def test_without_a_prometheus_nothing_is_scraped(depots: Helm) -> None:
    assert of_kind(depots.environment("live"), "ServiceMonitor") == []


def test_a_patch_reaches_any_object_and_may_say_no(depots: Helm) -> None:
    patch = {
        "Deployment": {
            "api": {"spec": {"template": {"spec": {"priorityClassName": "first", "enableServiceLinks": True}}}}
        },
        "CronJob": {"prune": {"spec": {"suspend": True}}},
        "Service": {"api": {"spec": {"publishNotReadyAddresses": False, "sessionAffinity": "ClientIP"}}},
        "HTTPRoute": {"/api/depots": {"metadata": {"annotations": {"who": "us"}}}},
        "ServiceAccount": {"service": {"automountServiceAccountToken": True}},
        "PodDisruptionBudget": {"api": {"spec": {"maxUnavailable": 0}}},
    }
    objects = depots.objects("live", "depots", patch=patch)
    api = tree(at(named(objects, "Deployment", "depots-api"), "spec", "template", "spec"))
    assert (api["priorityClassName"], api["enableServiceLinks"], api["serviceAccountName"]) == ("first", True, "depots")
    relay = tree(at(named(objects, "Deployment", "depots-relay"), "spec", "template", "spec"))
    assert (relay.get("priorityClassName"), relay["enableServiceLinks"]) == (None, False)
    assert at(named(objects, "CronJob", "depots-prune"), "spec", "suspend") is True
    assert at(named(objects, "CronJob", "depots-sweep"), "spec", "suspend") is None
    assert at(named(objects, "Service", "depots"), "spec", "publishNotReadyAddresses") is False
    assert at(named(objects, "ServiceAccount", "depots"), "automountServiceAccountToken") is True
    assert at(named(objects, "PodDisruptionBudget", "depots-api"), "spec", "maxUnavailable") == 0
    assert [text for each in objects for text in complaints(each)] == []


@pytest.mark.parametrize(
    ("kind", "key", "known"),
    [
        ("Deployment", "apii", "api, relay"),
        ("CronJob", "sweeper", "prune, sweep"),
        ("HTTPRoute", "/depots", "/api/depots"),
        ("PersistentVolumeClaim", "maps", "it has none at all"),
    ],
)
def test_a_patch_of_what_is_not_there_is_refused(kind: str, key: str, known: str, depots: Helm) -> None:
    with pytest.raises(helm_python.HelmError, match=f"this service has no '{key}': {known}"):
        depots.objects("live", "depots", patch={kind: {key: {"spec": {}}}})


def test_a_front_end_fits_the_same_chart(depots: Helm) -> None:
    values = {
        "platform": "haul", "environment": "live", "service": "window", "kind": "vue", "port": 8080, "health": "/",
        "image": {"repository": "registry.haul.example/window", "digest": DIGEST}, "scale": {"min": 2, "max": 2},
        "entrance": {"through": "gateway", "host": "haul.example"}, "routes": {"/": {}},
    }  # fmt: skip
    objects = depots.rendered(values, "window", "haul-live")
    assert {str(each["kind"]) for each in objects} == {
        "Deployment", "HTTPRoute", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount",
    }  # fmt: skip
    assert findings(objects) == []
    assert [text for each in objects for text in complaints(each)] == []
