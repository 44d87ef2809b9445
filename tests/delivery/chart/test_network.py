"""What the blueprint declares can connect, and nothing else can: every pair of pods is tried."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

import pytest

from plano.platform.model import Environment, Platform, Service
from tests.delivery.chart.platforms import Helm, Tree, at, named, rows, tree
from tests.delivery.chart.reachability import Network, Pod, pods_of

Edge = tuple[str, str, int]
MANAGEMENT = 9000
BROKER = 9093


def declared(platform: Platform) -> set[Edge]:
    """Every connection between pods that the blueprint asks for, in the test's own words."""
    systems = {each.name for each in platform.systems}
    return {edge for service in platform.services for edge in _of_service(service, platform, systems)}


def _of_service(service: Service, platform: Platform, systems: set[str]) -> Iterator[Edge]:
    if service.kind not in ("fastapi", "container"):
        return
    called = [platform.service(each.service) for each in service.calls if each.kind == "service"]
    for process in _calling(service):
        yield from ((f"{service.name}.{process}", f"{each.name}.api", _port(each)) for each in called)
        if service.trusts and not service.issuer and (process == "api" or called):
            yield f"{service.name}.{process}", f"{service.trusts}.api", 8000
    if "kafka" in systems and not _bootstrap(platform):
        yield from ((f"{service.name}.{each}", "broker", BROKER) for each in _messaging(service))
    if "prometheus" in systems and service.kind == "fastapi":
        yield from (("prometheus", f"{service.name}.{each}", MANAGEMENT) for each in {"api", *_messaging(service)})
    if any(route.service == service.name for route in platform.routes):
        yield "proxy" if "nginx" in systems else "traefik", f"{service.name}.api", _port(service)


def _calling(service: Service) -> Iterator[str]:
    yield "api"
    if service.kind == "fastapi":
        if service.consumes:
            yield "consumer"
        if service.database or service.schedules:
            yield "job"


def _messaging(service: Service) -> list[str]:
    if service.kind == "container":
        return ["api"] if service.publishes or service.consumes else []
    return [*(["consumer"] if service.consumes else []), *(["relay"] if service.publishes else [])]


def _port(service: Service) -> int:
    return service.port if service.kind == "container" else 8000


def _bootstrap(platform: Platform) -> bool:
    return any(each.name == "kafka" and dict(each.options).get("bootstrap", "[]") != "[]" for each in platform.systems)


def others(platform: Platform, environment: Environment) -> list[Pod]:
    """Pods that are not a service's: the platform's own, a neighbour's, a stranger's, another environment's."""
    name, part_of, component = "app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/component"
    first = next(each.name for each in platform.services if each.kind == "fastapi")
    alike = frozenset({(name, first), (component, "api"), (part_of, platform.name)})
    return [
        Pod("traefik", "traefik", frozenset({(name, "traefik")})),
        Pod("prometheus", "monitoring", frozenset({(name, "prometheus")})),
        Pod("proxy", environment.namespace, frozenset({(component, "proxy"), (part_of, platform.name)})),
        Pod("broker", environment.namespace, frozenset({("strimzi.io/cluster", "kafka")}), (("tls", BROKER),)),
        Pod("stranger", "elsewhere", frozenset({(name, "traefik")})),
        Pod("neighbour", environment.namespace, frozenset()),
        Pod("grafana", "monitoring", frozenset({(name, "grafana")})),
        Pod("twin", "another-environment", alike, (("http", 8000), ("management", MANAGEMENT))),
    ]


def connections(objects: Sequence[Tree], platform: Platform, environment: Environment) -> set[Edge]:
    """Every connection that the rendered policies allow to or from a service's pod, at any port that somebody has."""
    network = Network(objects, environment.namespace)
    own = pods_of(objects, environment.namespace)
    everybody = own + others(platform, environment)
    ports = {port for pod in everybody for _, port in pod.ports} | {22, 443}
    return {
        (source.name, target.name, port)
        for source in everybody
        for target in everybody
        if source is not target and (source in own or target in own)
        for port in ports
        if network.connects(source, target, port)
    }


def test_pods_connect_exactly_where_the_blueprint_says(any_helm: Helm) -> None:
    for environment in any_helm.platform.environments:
        objects = any_helm.environment(environment.name)
        assert connections(objects, any_helm.platform, environment) == declared(any_helm.platform)


def test_a_policy_that_allows_more_or_less_is_noticed(shop: Helm) -> None:
    environment = shop.platform.environment("production")
    wider = copy.deepcopy(shop.environment("production"))
    rows(at(named(wider, "NetworkPolicy", "payments-api"), "spec", "ingress"))[0]["from"] = [{"podSelector": {}}]
    extra = connections(wider, shop.platform, environment) - declared(shop.platform)
    assert ("neighbour", "payments.api", 8000) in extra

    narrower = copy.deepcopy(shop.environment("production"))
    tree(named(narrower, "NetworkPolicy", "orders-api")["spec"])["egress"] = []
    missing = declared(shop.platform) - connections(narrower, shop.platform, environment)
    assert missing == {("orders.api", "catalog.api", 8000), ("orders.api", "users.api", 8000)}


OUTSIDE = {
    "the shop's database": ("10.17.3.14", 5432),
    "another port of its host": ("10.17.3.14", 22),
    "another host": ("10.17.3.12", 5432),
    "the cluster's own API": ("10.17.4.20", 6443),
    "a cloud's metadata": ("169.254.169.254", 80),
    "the node-local cache of names": ("169.254.25.10", 53),
    "a mail server": ("198.51.100.7", 587),
    "a mail server of our own network": ("10.17.3.99", 587),
    "any web server": ("198.51.100.7", 443),
}


@pytest.mark.parametrize(
    ("process", "reached"),
    [
        ("orders.api", {"the shop's database"}),
        ("orders.consumer", {"the shop's database"}),
        ("orders.relay", {"the shop's database"}),
        ("orders.migrate", {"the shop's database"}),
        ("orders.job", {"the shop's database"}),
        ("notifications.api", {"the shop's database", "a mail server"}),
        ("notifications.consumer", {"the shop's database", "a mail server"}),
        ("notifications.migrate", {"the shop's database"}),
    ],
)
def test_a_process_of_the_shop_leaves_the_cluster_only_for_what_it_declares(
    process: str, reached: set[str], shop: Helm
) -> None:
    assert _reached(shop, "production", process, OUTSIDE) == reached | {"the node-local cache of names"}


ELSEWHERE = {
    "a Kafka by its address": ("10.8.0.5", 9092),
    "a Kafka by its address, another port": ("10.8.0.5", 9093),
    "a Kafka by its name": ("192.0.2.1", 9094),
    "a database by its name": ("192.0.2.2", 6432),
    "a carrier's API": ("198.51.100.7", 443),
    "an API of our own network": ("10.1.2.3", 443),
    "an external by its address": ("203.0.113.9", 8081),
    "its neighbour": ("203.0.113.10", 8081),
    "a mail server": ("198.51.100.7", 465),
}


@pytest.mark.parametrize(
    ("process", "reached"),
    [
        ("depots.api", {"a database by its name", "a carrier's API", "an external by its address", "a mail server"}),
        ("depots.job", {"a database by its name", "a carrier's API", "an external by its address", "a mail server"}),
        ("depots.relay", {"a database by its name", "a Kafka by its address", "a Kafka by its name"}),
        ("sorter.api", {"a database by its name", "a Kafka by its address", "a Kafka by its name"}),
        ("tally.api", set()),
        ("tally.consumer", {"a Kafka by its address", "a Kafka by its name"}),
    ],
)
def test_what_was_there_before_is_reached_at_its_port(process: str, reached: set[str], depots: Helm) -> None:
    assert _reached(depots, "live", process, ELSEWHERE) == reached


def _reached(helm: Helm, environment: str, process: str, places: dict[str, tuple[str, int]]) -> set[str]:
    objects, namespace = helm.environment(environment), helm.platform.environment(environment).namespace
    pod = next(each for each in pods_of(objects, namespace) if each.name == process)
    network = Network(objects, namespace)
    return {what for what, (address, port) in places.items() if network.leaves(pod, address, port)}
