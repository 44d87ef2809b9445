"""What a generated package calls its modules and symbols."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from plano.emitters.base import Subject
from plano.platform.model import Endpoint, Entity, Fields, Service, Topic
from plano.platform.names import snake

EMITTER = "fastapi"


def subject_of(service: Service) -> Subject:
    """What the files of a service are about."""
    return Subject("service", service.name, f"generated/services/{service.name}")


def package_folder(service: Service) -> str:
    """The folder of the generated package."""
    return f"generated/services/{service.name}/{service.generated}"


def module_name(name: str) -> str:
    """The module named after an entity or a service; a keyword of Python gets an underscore behind it."""
    module = snake(name)
    return f"{module}_" if keyword.iskeyword(module) else module


def resource_name(entity: Entity, service: Service) -> str:
    """The constant that holds an entity's resource: `ORDERS`, unless that is a class's name already."""
    plural = entity.plural.upper()
    free = plural.isidentifier() and plural not in symbols(service)
    return plural if free else f"{entity.singular.upper()}_RESOURCE"


def symbols(service: Service) -> frozenset[str]:
    """Every class of the service's package."""
    return frozenset(_symbols(service))


def events_of(service: Service) -> tuple[Topic, ...]:
    """The topics that the service publishes or consumes, each once."""
    published = {topic.name: topic for topic in service.publishes}
    return tuple((published | {each.topic.name: each.topic for each in service.consumes}).values())


def maps_of(endpoint: Endpoint) -> Iterator[Fields]:
    """The field maps among an endpoint's request and response."""
    for shape in (endpoint.request, endpoint.response):
        if isinstance(shape, Fields):
            yield shape


def _symbols(service: Service) -> Iterator[str]:
    yield from ("Base", "Clients", "Config", "Context", "Handlers")
    if service.issuer:
        yield "RegisterRequest"
    yield from (kind.name for kind in service.types)
    for entity in service.entities:
        yield from (entity.name, f"{entity.name}Response")
    yield from (topic.symbol for topic in events_of(service))
    yield from (call.symbol for call in service.calls)
    for endpoint in service.endpoints:
        yield from (shape.symbol for shape in maps_of(endpoint))
