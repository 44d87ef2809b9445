"""What a values file shows: one service in one environment, with what it may reach and who may reach it."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.chart import variables
from plano.emitters.chart.addresses import Destination, inside, outside
from plano.emitters.kafka.cluster import CLUSTER, PORT, SECRET_PREFIX
from plano.emitters.namespaces.options import Options, system
from plano.platform.model import Deployment, Environment, Platform, Route, Service

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


def view(service: Service, deployment: Deployment, environment: Environment, platform: Platform) -> ValuesView:
    """The values of `service`, which runs in `environment` as `deployment` says."""
    kafka = _kafka(service, system(platform, "kafka", environment))
    secrets = (
        ("running", variables.running(service)),
        ("messaging", variables.messaging(service, existing=kafka is not None and not kafka.cluster)),
        ("migrating", variables.migrating(service)),
    )
    return ValuesView(
        platform=platform.name,
        environment=environment.name,
        domain=environment.domain,
        service=service,
        deployment=deployment,
        database=_database(service, platform),
        kafka=kafka,
        calls=tuple(_neighbour(platform.service(each.service)) for each in service.calls if each.kind == "service"),
        externals=_externals(service, environment),
        issuer=_neighbour(platform.service(service.trusts)) if _asks_issuer(service) and service.trusts else None,
        callers=_callers(service, platform),
        routes=tuple(each for each in platform.routes if each.service == service.name),
        secrets=secrets,
        proxied=system(platform, "nginx") is not None,
        scraped=system(platform, "prometheus") is not None and service.kind == "fastapi",
    )


def _asks_issuer(service: Service) -> bool:
    """The issuer knows its own keys; every other service asks it for them."""
    return service.trusts is not None and service.issuer is None


def _callers(service: Service, platform: Platform) -> tuple[str, ...]:
    """Who has pods that call this one: a browser's calls come through a route, the issuer is asked by all."""
    asking = {each.name for each in platform.services if _asks_issuer(each)} if service.issuer else set()
    pods = {each.name for each in platform.services if each.kind in ("fastapi", "container")}
    return tuple(sorted(asking | (set(service.callers) & pods)))


def _neighbour(service: Service) -> Neighbour:
    port = service.port if service.kind == "container" else API_PORT
    return Neighbour(service.name, f"http://{service.name}:{port}", port)


def _externals(service: Service, environment: Environment) -> tuple[Neighbour, ...]:
    urls = {each.service: each.url for each in environment.deployments}
    called = ((each.service, urls[each.service]) for each in service.calls if each.kind != "service")
    found = ((name, url, outside(url)) for name, url in called)
    return tuple(Neighbour(name, url, at.port, at.blocks) for name, url, at in found)


def _database(service: Service, platform: Platform) -> Destination | None:
    server = next((each for each in platform.databases if each.name == service.database), None)
    return inside(server.address) if server else None


def _kafka(service: Service, options: Options | None) -> Kafka | None:
    if options is None or not (service.publishes or service.consumes):
        return None
    existing = options.get("bootstrap")
    if isinstance(existing, list) and existing:
        bootstrap = tuple(str(each) for each in existing)
        return Kafka(bootstrap, tuple(dict.fromkeys(inside(each) for each in bootstrap)))
    bootstrap = (f"{CLUSTER}-kafka-bootstrap:{PORT}",)
    return Kafka(bootstrap, (Destination((), PORT),), CLUSTER, f"{SECRET_PREFIX}{service.name}")
