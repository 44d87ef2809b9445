"""What a generated package calls its modules and symbols."""

from __future__ import annotations

import keyword
from functools import cache, lru_cache

from plano.emitters.base import Subject, Template
from plano.platform.model import Endpoint, Entity, Fields, Service, Topic
from plano.platform.names import snake

EMITTER = "fastapi"
_ALWAYS = frozenset({"Base", "Clients", "Config", "Context", "Handlers"})


def subject_of(service: Service) -> Subject:
    """What the files of a service are about."""
    return Subject("service", service.name, f"generated/services/{service.name}")


def package_folder(service: Service) -> str:
    """The folder of the generated package."""
    return f"generated/services/{service.name}/{service.generated}"


@cache
def template(name: str) -> Template:
    """The template of a module of Python."""
    return Template(f"fastapi/{name}.py.jinja")


@lru_cache(maxsize=1024)
def module_name(name: str) -> str:
    """The module named after an entity or a service; a keyword of Python gets an underscore behind it."""
    module = snake(name)
    return f"{module}_" if keyword.iskeyword(module) else module


def resource_name(entity: Entity, service: Service) -> str:
    """The constant that holds an entity's resource: `ORDERS`, unless that is a class's name already."""
    return free_resource_name(entity, symbols(service))


def free_resource_name(entity: Entity, classes: frozenset[str]) -> str:
    """`resource_name`, in a package with these classes."""
    plural = entity.plural.upper()
    free = plural.isidentifier() and plural not in classes
    return plural if free else f"{entity.singular.upper()}_RESOURCE"


def symbols(service: Service) -> frozenset[str]:
    """Every class of the service's package."""
    shapes = [shape for endpoint in service.endpoints for shape in (endpoint.request, endpoint.response)]
    names = [name for entity in service.entities for name in (entity.name, f"{entity.name}Response")]
    return _ALWAYS.union(
        names,
        ("RegisterRequest",) if service.issuer else (),
        [kind.name for kind in service.types],
        [topic.symbol for topic in service.publishes],
        [each.topic.symbol for each in service.consumes],
        [call.symbol for call in service.calls],
        [shape.symbol for shape in shapes if isinstance(shape, Fields)],
    )


def events_of(service: Service) -> tuple[Topic, ...]:
    """The topics that the service publishes or consumes, each once."""
    published = {topic.name: topic for topic in service.publishes}
    return tuple((published | {each.topic.name: each.topic for each in service.consumes}).values())


def maps_of(endpoint: Endpoint) -> list[Fields]:
    """The field maps among an endpoint's request and response."""
    return [shape for shape in (endpoint.request, endpoint.response) if isinstance(shape, Fields)]
