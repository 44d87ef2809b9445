"""Names in the cluster: what is said at first sight, without a name being made, holds for every name."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator

from plano.language.load import load
from plano.platform.clusternames import cluster_names, may_exceed, may_meet
from plano.platform.model import Platform, Service
from plano.platform.resolve import resolve

HEAD = """blueprint: 1
platform: {name: lab, domain: lab.example, registry: registry.lab.example/lab, repository: "https://git.lab.example/lab.git"}
environments: {staging: {}, production: {}}
hosts: {db-1: {address: 10.0.0.5, roles: [postgresql]}}
databases: {main: {host: db-1}}
topics: {samples.taken: {fields: {sample_id: uuid}}}
services:
"""
LONGEST = 60  # a service may have a name of 63 characters
WORDS = ("a", "b", "api", "consumer", "prune", "migrate", "management", "data")
KEYS = (
    "database: main",
    "publishes: [samples.taken]",
    "consumes: {samples.taken: {}}",
    "schedule: {SAID: {cron: '0 3 * * *', handler: run}}",
    "volumes: {SAID: {class: shared, size: 1Gi, path: /held}}",
)


def platform(services: Iterable[str]) -> Platform:
    blueprint = load(HEAD + "".join(f"  {line}\n" for line in services), "blueprint.yaml").blueprint
    assert blueprint is not None
    return resolve(blueprint)


def anything(seed: int) -> Platform:
    """A platform whose services have names that meet easily, some near the limits, and any of the keys."""
    drawn = random.Random(seed)

    def name() -> str:
        long = drawn.choice((0, 0, 0, 30, 36, 40, 42))
        return ("-".join(drawn.choices(WORDS, k=drawn.randint(1, 3))) + "x" * long)[:LONGEST]

    def service() -> str:
        if drawn.random() < 0.1:
            return "{kind: external, url: 'https://lab.example'}"
        keys = [key.replace("SAID", name()) for key in KEYS if drawn.random() < 0.3]
        return "{" + ", ".join(["kind: fastapi", *keys]) + "}"

    return platform(f"{each}: {service()}" for each in sorted({name() for _ in range(8)}))


def platforms() -> Iterator[Platform]:
    return (anything(seed) for seed in range(150))


def too_long(service: Service) -> bool:
    return any(len(each.name) > each.limit for each in cluster_names(service))


def names(service: Service) -> set[tuple[str, str, str]]:
    return {(each.kind, each.name, each.pod) for each in cluster_names(service)}


def test_a_service_of_which_no_name_may_exceed_has_none_that_does() -> None:
    services = [service for each in platforms() for service in each.services]
    assert not any(too_long(service) for service in services if not may_exceed(service))
    assert any(too_long(service) for service in services)
    assert not all(may_exceed(service) for service in services)


def test_a_service_that_may_not_meet_another_shares_no_name_with_any() -> None:
    met = 0
    for each in platforms():
        known = {service.name for service in may_meet(each.services)}
        shared = Counter(name for service in each.services for name in names(service))
        for service in each.services:
            meets = any(shared[name] > 1 for name in names(service))
            assert service.name in known or not meets
            met += meets
    assert met > 0


def test_only_services_of_which_one_begins_like_the_other_may_meet() -> None:
    bare = platform(f"{name}: {{kind: fastapi}}" for name in ("order", "order-api", "orders", "stock"))
    assert [service.name for service in may_meet(bare.services)] == ["order", "order-api"]


def test_what_an_author_names_may_meet_what_is_derived() -> None:
    named = platform(["a: {kind: fastapi, schedule: {prune: {cron: '0 3 * * *', handler: run}}}"])
    assert [service.name for service in may_meet(named.services)] == ["a"]
