"""The page for who is new to the platform: what there is, who it talks to, how to run it, where things are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plano.emitters.catalogue.cells import code, listed, text
from plano.emitters.literals import Code
from plano.graph.mermaid import MOST_EDGES, refused
from plano.graph.topology import routes_by_service, topology
from plano.language.durations import written_duration
from plano.platform.model import Platform, Service, Topic

Row = tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Readme:
    """The page's parts, each already Markdown. A table without rows is left out; `picture` is Mermaid, or empty."""

    name: str
    description: Code
    contact: Code
    services: tuple[Row, ...]
    topics: tuple[Row, ...]
    environments: tuple[Row, ...]
    databases: tuple[Row, ...]
    systems: Code
    places: tuple[Row, ...]
    picture: Code


def view(platform: Platform) -> Readme:
    """The page of a platform."""
    routes, contact = routes_by_service(platform), text(platform.contact)
    return Readme(
        name=platform.name,
        description=text(platform.description),
        contact=contact,
        services=tuple(_service(each, routes.get(each.name, []), contact) for each in platform.services),
        topics=tuple(_topic(each) for each in platform.topics),
        environments=tuple(
            (code(each.name), code(each.domain), code(each.namespace), Code("yes" if each.public else "no"))
            for each in platform.environments
        ),
        databases=tuple(
            (code(each.name), Code(str(each.version)), code(each.host or each.address)) for each in platform.databases
        ),
        systems=listed(each.name for each in platform.systems),
        places=tuple(_places(platform)),
        picture=_picture(platform),
    )


def _service(service: Service, routes: list[str], contact: Code) -> Row:
    return (
        code(service.name),
        Code(service.kind),
        _purpose(service),
        contact,
        listed(routes),
        listed(each.topic.name for each in service.consumes),
        listed(each.name for each in service.publishes),
        code(service.database) if service.database else Code(""),
    )


def _purpose(service: Service) -> Code:
    """What a service is for; of one that runs elsewhere and says nothing, where that is."""
    return text(service.description) if service.description else code(service.url)


def _topic(topic: Topic) -> Row:
    kept = "for ever" if topic.retention is None else written_duration(topic.retention)
    return (
        code(topic.name),
        text(topic.description),
        code(topic.key) if topic.key else Code(""),
        Code(str(topic.partitions)),
        Code("the last of each key" if topic.compact else kept),
        listed(topic.publishers),
        listed(topic.consumers),
    )


def _picture(platform: Platform) -> Code:
    """The topology by names alone, since the tables say what things are for. Empty where it is too big to be drawn."""
    if edges(platform) > MOST_EDGES:
        return Code("")
    named = replace(
        platform,
        services=tuple(replace(each, description="", url="") for each in platform.services),
        topics=tuple(replace(each, description="") for each in platform.topics),
    )
    drawn = topology(named)
    return Code("" if refused(drawn) else drawn.removesuffix("\n"))


def edges(platform: Platform) -> int:
    """How many edges the topology has, without drawing it."""
    used = (len(each.calls) + len(each.publishes) + len(each.consumes) for each in platform.services)
    stored = sum(each.database is not None for each in platform.services)
    return sum(used) + stored + len(routes_by_service(platform))


def _places(platform: Platform) -> Iterator[Row]:
    """Where a person finds what; only what this platform has."""
    kinds = {each.kind for each in platform.services}
    systems = {each.name for each in platform.systems}
    yield code("blueprint.yaml"), Code("what the platform is; everything under `generated/` follows from it")
    for service in platform.services:
        if service.kind == "fastapi":
            yield (
                code(f"services/{service.package}/"),
                Code(f"what `{service.name}` decides: its handlers, written by hand"),
            )
    if "fastapi" in kinds:
        yield code("generated/services/"), Code("each service's package, image and tests")
        yield code("generated/contracts/"), Code("OpenAPI for each service, JSON Schema for each topic")
    if "kubernetes" in systems:
        yield code("generated/chart/"), Code("the chart of every service")
        for environment in platform.environments:
            yield (
                code(f"generated/values/{environment.name}/"),
                Code(f"what each service is told in `{environment.name}`"),
            )
    if "argocd" in systems:
        yield code("generated/argocd/"), Code("what Argo CD follows")
        for environment in platform.environments:
            yield code(f"releases/{environment.name}/"), Code(f"which image of each service `{environment.name}` runs")
    yield code("generated/catalogue/"), Code("this page, and `catalog-info.yaml` for Backstage")
