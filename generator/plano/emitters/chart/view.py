"""What a values file shows: one service in one environment, with what it may reach and who may reach it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plano.emitters.chart import variables
from plano.emitters.chart.addresses import Destination, inside, outside
from plano.emitters.kafka.cluster import CLUSTER, PORT, SECRET_PREFIX
from plano.emitters.namespaces.options import Options, system
from plano.platform.model import Deployment, Environment, Platform, Route, Service

KINDS = frozenset({"fastapi", "container"})
"""Kinds of service that have pods from our chart."""

API_PORT = 8000  # of the kit: PLANO_PORT, and EXPOSE in the image


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Something that this service calls: where it is, and how a policy says that."""

    name: str
    url: str
    port: int
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kafka:
    """The environment's Kafka: a `cluster` of Strimzi that keeps the password in `secret`, or one that already runs.

    Then `cluster` and `secret` are empty.
    """

    bootstrap: tuple[str, ...]
    brokers: tuple[Destination, ...]
    cluster: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class ValuesView:
    """One values file. `callers` are the services whose pods open connections to this one's."""

    platform: str
    environment: str
    domain: str
    service: Service
    deployment: Deployment
    database: Destination | None
    kafka: Kafka | None
    calls: tuple[Neighbour, ...]
    externals: tuple[Neighbour, ...]
    issuer: Neighbour | None
    callers: tuple[str, ...]
    routes: tuple[Route, ...]
    secrets: tuple[tuple[str, tuple[str, ...]], ...]
    proxied: bool
    scraped: bool


@dataclass(frozen=True, slots=True)
class _Around:
    """What the values files of one environment are made from, each thing found by the name of its service.

    `asking` are the services that ask the issuer for its keys; `urls` are where externals are in this environment.
    """

    services: Mapping[str, Service]
    asking: tuple[str, ...]
    routes: Mapping[str, list[Route]]
    urls: Mapping[str, str]
    databases: Mapping[str, str]
    kafka: Options | None
    proxied: bool
    scraped: bool


def views(environment: Environment, platform: Platform) -> Iterator[ValuesView]:
    """The values of every service that runs in `environment` from our chart, in the blueprint's order."""
    around = _around(environment, platform)
    for deployment in environment.deployments:
        service = around.services[deployment.service]
        if service.kind in KINDS:
            yield _view(service, deployment, environment, around)


def view(service: Service, deployment: Deployment, environment: Environment, platform: Platform) -> ValuesView:
    """The values of `service`, which runs in `environment` as `deployment` says. For all services there is `views`."""
    return _view(service, deployment, environment, _around(environment, platform))


def _around(environment: Environment, platform: Platform) -> _Around:
    routes: dict[str, list[Route]] = {}
    for route in platform.routes:
        routes.setdefault(route.service, []).append(route)
    return _Around(
        services={each.name: each for each in platform.services},
        asking=tuple(each.name for each in platform.services if _asks_issuer(each)),
        routes=routes,
        urls={each.service: each.url for each in environment.deployments},
        databases={each.name: each.address for each in platform.databases},
        kafka=system(platform, "kafka", environment),
        proxied=system(platform, "nginx") is not None,
        scraped=system(platform, "prometheus") is not None,
    )


def _view(service: Service, deployment: Deployment, environment: Environment, around: _Around) -> ValuesView:
    kafka = _kafka(service, around.kafka)
    secrets = (
        ("running", variables.running(service)),
        ("messaging", variables.messaging(service, existing=kafka is not None and not kafka.cluster)),
        ("migrating", variables.migrating(service)),
    )
    server = around.databases.get(service.database or "")
    called = [around.services[each.service] for each in service.calls if each.kind == "service"]
    return ValuesView(
        platform=service.platform,
        environment=environment.name,
        domain=environment.domain,
        service=service,
        deployment=deployment,
        database=inside(server) if server else None,
        kafka=kafka,
        calls=tuple(map(_neighbour, called)),
        externals=_externals(service, around.urls),
        issuer=_neighbour(around.services[service.trusts]) if _asks_issuer(service) and service.trusts else None,
        callers=_callers(service, around),
        routes=tuple(around.routes.get(service.name, ())),
        secrets=secrets,
        proxied=around.proxied,
        scraped=around.scraped and service.kind == "fastapi",
    )


def _asks_issuer(service: Service) -> bool:
    """The issuer knows its own keys; every other service asks it for them."""
    return service.trusts is not None and service.issuer is None


def _callers(service: Service, around: _Around) -> tuple[str, ...]:
    """Who has pods that call this one: a browser's calls come through a route, the issuer is asked by all."""
    calling = [name for name in service.callers if around.services[name].kind in KINDS]
    return tuple(sorted({*calling, *(around.asking if service.issuer else ())}))


def _neighbour(service: Service) -> Neighbour:
    port = service.port if service.kind == "container" else API_PORT
    return Neighbour(service.name, f"http://{service.name}:{port}", port)


def _externals(service: Service, urls: Mapping[str, str]) -> tuple[Neighbour, ...]:
    called = ((each.service, urls[each.service]) for each in service.calls if each.kind != "service")
    found = ((name, url, outside(url)) for name, url in called)
    return tuple(Neighbour(name, url, at.port, at.blocks) for name, url, at in found)


def _kafka(service: Service, options: Options | None) -> Kafka | None:
    if options is None or not (service.publishes or service.consumes):
        return None
    existing = options.get("bootstrap")
    if isinstance(existing, list) and existing:
        bootstrap = tuple(str(each) for each in existing)
        return Kafka(bootstrap, tuple(dict.fromkeys(inside(each) for each in bootstrap)))
    bootstrap = (f"{CLUSTER}-kafka-bootstrap:{PORT}",)
    return Kafka(bootstrap, (Destination((), PORT),), CLUSTER, f"{SECRET_PREFIX}{service.name}")
