"""From the platform to its entities: which there are, what each is called, and what it refers to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from plano.emitters.catalogue.entities import Component, Contract, Resource, Whole
from plano.platform.model import Platform, Service

_LONGEST = 63  # Backstage, "Descriptor Format of Catalog Entities", `metadata.name`
_MARK = 8

_OURS = ("fastapi", "vue", "container")


def whole(platform: Platform) -> Whole:
    """The view of the system and of its group."""
    return Whole(platform.name, platform.description, platform.contact, platform.repository)


def components(platform: Platform) -> Iterator[Component]:
    """A component for each service that runs here."""
    systems = {each.name for each in platform.systems}
    described = {each.name for each in platform.services if has_openapi(each)}
    elsewhere = {each.name for each in platform.services if each.kind == "external"}
    for service in platform.services:
        if service.kind in _OURS:
            called = tuple(call.service for call in service.calls)
            yield Component(
                name=service.name,
                platform=platform.name,
                kind=service.kind,
                title=service.title if service.kind == "vue" else "",
                description=service.description,
                annotations=tuple(_annotations(service, platform.name, systems)),
                provides=tuple(_provided(service, platform)),
                consumes=(
                    *(name for name in called if name in described),
                    *((events(platform),) if service.consumes else ()),
                ),
                depends=tuple(_depends(service, elsewhere)),
            )


def _provided(service: Service, platform: Platform) -> Iterator[str]:
    if has_openapi(service):
        yield service.name
    if service.publishes:
        yield events(platform)


def _annotations(service: Service, platform: str, systems: set[str]) -> Iterator[tuple[str, str]]:
    """How plug-ins of Backstage find a service in the cluster: by the labels that everything of it carries."""
    selector = f"app.kubernetes.io/name={service.name},app.kubernetes.io/part-of={platform}"
    if "kubernetes" in systems:
        yield "backstage.io/kubernetes-label-selector", selector
        if "argocd" in systems:
            yield "argocd/app-selector", selector


def _depends(service: Service, elsewhere: set[str]) -> Iterator[str]:
    for call in service.calls:
        name = call.service
        yield f"resource:{external(name)}" if name in elsewhere else f"component:{name}"
    if service.database:
        yield f"resource:{database(service.database)}"
    topics = dict.fromkeys((*(each.name for each in service.publishes), *(c.topic.name for c in service.consumes)))
    yield from (f"resource:{entity_name(name)}" for name in topics)


def contracts(platform: Platform) -> Iterator[Contract]:
    """An API for each OpenAPI document, and one for the AsyncAPI document of all topics."""
    for service in platform.services:
        if has_openapi(service):
            definition = f"../../contracts/{service.name}.openapi.json"
            yield Contract(service.name, platform.name, "openapi", definition, service.description)
    if platform.topics:
        about = "Every topic of the platform, with what its messages hold."
        yield Contract(events(platform), platform.name, "asyncapi", "../../contracts/asyncapi.json", about)


def resources(platform: Platform) -> Iterator[Resource]:
    """Database servers, topics, and what runs elsewhere."""
    for server in platform.databases:
        version = (f"postgresql-{server.version}",)
        yield Resource(database(server.name), platform.name, "database", server.name, tags=version)
    for topic in platform.topics:
        yield Resource(entity_name(topic.name), platform.name, "kafka-topic", topic.name, topic.description)
    for service in platform.services:
        if service.kind == "external":
            name = external(service.name)
            yield Resource(name, platform.name, "external", service.name, service.description)


def has_openapi(service: Service) -> bool:
    """Whether there is an OpenAPI document of the service: `contracts` writes one for what has endpoints."""
    return service.kind == "fastapi" and bool(service.endpoints or service.issuer)


def events(platform: Platform) -> str:
    """The API of all topics. No service has a dot in its name, so it is never a service's."""
    return entity_name(f"{platform.name}.events")


def database(name: str) -> str:
    """The resource of a database server; no topic has an underscore in its name."""
    return entity_name(f"database_{name}")


def external(name: str) -> str:
    """The resource of a service that runs elsewhere."""
    return entity_name(f"external_{name}")


def entity_name(name: str) -> str:
    """A name as Backstage takes it: one that is too long is cut, with a mark that keeps it apart from others."""
    if len(name) <= _LONGEST:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:_MARK]
    return f"{name[: _LONGEST - _MARK - 1]}-{mark}"
