"""Who depends on what: for a change at one key, the files that it decides, read from the graph and not from a run.

Each row says in which files the change must be seen, and in which more it may be: those whose view holds what
changed, while their bytes need not. Paths are patterns, in which `*` stands for anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from plano.emitters.kafka.options import own_kafka
from plano.language.fieldtypes import FieldType, ListOf, MapOf, Named
from plano.language.places import Path
from plano.platform.model import (
    Endpoint,
    Field,
    Fields,
    ListShape,
    OfEntity,
    OfType,
    Platform,
    Service,
    Shape,
    Topic,
)

PAGE = "generated/catalogue/README.md"
EVENTS = "generated/contracts/asyncapi.json"
BROKER = "generated/contracts/topics.json"
ON_BROKERS = ("partitions", "replicas", "retention", "compact")  # what a topic's bytes do not show


@dataclass(frozen=True, slots=True)
class Dependents:
    """Patterns of paths: in each of `must` a file changes, and no file changes outside of both."""

    must: frozenset[str]
    may: frozenset[str] = frozenset()

    def wrong(self, changed: Iterable[str]) -> list[str]:
        """What is not as the graph says, in words; none where all is."""
        paths = sorted(changed)
        silent = [f"nothing of {each} changed" for each in sorted(self.must) if not any(map(_like(each), paths))]
        all_of_them = self.must | self.may
        return silent + [f"{path} changed" for path in paths if not any(_like(each)(path) for each in all_of_them)]


def dependents(key: Path, before: Platform, after: Platform) -> Dependents:
    """Who depends on what stands at `key`, in either platform. ValueError for a key of which no row speaks."""
    both = (_of(key, before), _of(key, after))
    return Dependents(
        frozenset.intersection(*(each.must for each in both)) | _facts(before, after),
        frozenset.union(*(each.must | each.may for each in both)),
    )


def _of(key: Path, platform: Platform) -> Dependents:
    match key:
        case ("services", str(service), "entities", str(entity), "fields", _, "readonly"):
            found = _entity(platform, platform.service(service), entity)
            # Only what a stranger may send shows who may write a field.
            return found if _written(platform.service(service), entity) else Dependents(frozenset(), found.must)
        case ("services", str(service), "entities", str(entity), "fields", *_):
            return _entity(platform, platform.service(service), entity)
        case ("services", str(service), "operations", str(operation), *_):
            return _operation(platform, platform.service(service), operation)
        case ("types", str(name), *_):
            return _type(platform, name)
        case ("topics", str(name), "fields", *_):
            return _topic_field(platform, name)
        case ("topics", str(name), attribute):
            return _topic(platform, name, on_brokers=attribute in ON_BROKERS)
        case ("topics", str(name)):
            return _topic_itself(platform, name)
        case ("routes", str(path), *more):
            return _route(platform, path, itself=not more)
        case ("hosts", *_):
            return Dependents(frozenset())
    raise ValueError(f"no row speaks of {key}")


def _entity(platform: Platform, service: Service, entity: str) -> Dependents:
    """The service's package; its contract where an endpoint shows the entity; clients of who is shown it."""
    shown = any(endpoint.entity == entity or _shows(endpoint, OfEntity(entity)) for endpoint in service.endpoints)
    shown |= service.issuer is not None and service.issuer.account == entity
    callers = [each for each in platform.services for call in each.calls if call.service == service.name]
    return Dependents(
        frozenset({_package(service), *(_contract(service) if shown else ())}),
        frozenset(path for each in callers for path in (_package(each), *_contract(each))) | {_yours(service)},
    )


def _operation(platform: Platform, service: Service, operation: str) -> Dependents:
    """The service's package and contract; clients of who may call it."""
    callers = [
        each
        for each in platform.services
        for call in each.calls
        if call.service == service.name and any(endpoint.name == operation for endpoint in call.endpoints)
    ]
    return Dependents(
        frozenset({_package(service), *_contract(service)}),
        frozenset(path for each in callers for path in (_package(each), *_contract(each))) | {_yours(service)},
    )


def _type(platform: Platform, name: str) -> Dependents:
    """The package of each service whose code mentions it; the contracts that show it; the topics that hold it."""
    services = [each for each in _packaged(platform) if name in {known.name for known in each.types}]
    topics = [each for each in platform.topics if name in {known.name for known in each.types}]
    shown = {path for each in services for path in _contract(each) if _reaches(each, platform, name)}
    return Dependents(
        frozenset({*map(_package, services), *map(_schema, topics), *((EVENTS,) if topics else ()), *shown}),
        frozenset(map(_yours, services)),
    )


def _topic_field(platform: Platform, name: str) -> Dependents:
    """The topic's schema, the document of all topics, and the package of who publishes or consumes it."""
    topic = _named(platform, name)
    return Dependents(frozenset({_schema(topic), EVENTS, *map(_package, _ends(platform, topic))}))


def _topic(platform: Platform, name: str, *, on_brokers: bool) -> Dependents:
    """Where topics are made and described; what a message is, only where that is what changed."""
    topic = _named(platform, name)
    brokers = frozenset(_kafka(platform, "topics"))
    if on_brokers:
        return Dependents(frozenset({EVENTS, BROKER, PAGE, *brokers}))
    entry = f"generated/catalogue/resources/{name}.yaml"
    return Dependents(
        frozenset({EVENTS, PAGE}),
        frozenset({BROKER, entry, _schema(topic), *map(_package, _ends(platform, topic))}),
    )


def _topic_itself(platform: Platform, name: str) -> Dependents:
    """A topic that comes or goes with its publishers and consumers: a role in a cluster may come with it, or go."""
    quotas = {f"generated/kubernetes/{each.name}/namespace/quota.yaml" for each in platform.environments}
    must = {EVENTS, BROKER, PAGE, *_kafka(platform, "topics"), *_kafka(platform, "users")}
    topic = next((each for each in platform.topics if each.name == name), None)
    if topic is None:
        return Dependents(frozenset(must))
    may = {
        *quotas,
        _schema(topic),
        f"generated/catalogue/resources/{name}.yaml",
        "generated/catalogue/catalog-info.yaml",
    }
    for each in _ends(platform, topic):
        may |= {_package(each), _yours(each), *_values(platform, each.name)}
        may.add(f"generated/catalogue/components/{each.name}.yaml")
    return Dependents(frozenset(must), frozenset(may))


def _route(platform: Platform, path: str, *, itself: bool) -> Dependents:
    """The values of the service that it leads to, and the page; how fast and how well is not in these files."""
    services = {each.service for each in platform.routes if each.path == path}
    values = frozenset(found for service in services for found in _values(platform, service))
    return Dependents(frozenset({PAGE}) if itself else frozenset(), values)


def _facts(before: Platform, after: Platform) -> frozenset[str]:
    """What follows from a fact of the whole platform, where that changed.

    Every Kafka lets the control planes in by their addresses, and knows its clients by name; a service reaches its
    database by an address; images are built on hosts of their own, where there are any.
    """
    found: set[str] = set()
    if _addresses(before, "control-plane") != _addresses(after, "control-plane"):
        found |= {path for platform in (before, after) for path in _kafka(platform, "network")}
    if _clients(before) != _clients(after):
        found |= {path for platform in (before, after) for path in _kafka(platform, "kafka")}
    if bool(_addresses(before, "build")) != bool(_addresses(after, "build")):
        found |= {f"generated/services/{each.name}/Jenkinsfile" for each in _packaged(after)}
    known = {each.name: each.address for each in before.databases}
    moved = {each.name for each in after.databases if known.get(each.name) != each.address}
    for service in after.services:
        if service.database in moved:
            found |= {*_values(after, service.name)}
    return frozenset(found)


def _written(service: Service, entity: str) -> bool:
    return any(each.entity == entity and each.verb in ("create", "update") for each in service.endpoints)


def _clients(platform: Platform) -> set[str]:
    return {each.name for each in platform.services if each.publishes or each.consumes}


def _addresses(platform: Platform, role: str) -> list[str]:
    return [each.address for each in platform.hosts if role in each.roles]


def _reaches(service: Service, platform: Platform, name: str) -> bool:
    """Whether an endpoint shows the type: itself, within another type, or within an entity."""
    holding = {each.name for each in platform.types if name in {each.name, *_within(each.fields)}}
    entities = [each.name for each in service.entities if holding & _within(each.fields)]
    wanted: list[Shape] = [*map(OfType, sorted(holding)), *map(OfEntity, entities)]
    shapes = [shape for endpoint in service.endpoints for shape in (endpoint.request, endpoint.response)]
    written = any(holding & _within(shape.fields) for shape in shapes if isinstance(shape, Fields))
    return written or any(_shows(endpoint, shape) for endpoint in service.endpoints for shape in wanted)


def _within(fields: Iterable[Field]) -> set[str]:
    """The types that fields mention by name."""

    def named(kind: FieldType) -> str:
        return kind.name if isinstance(kind, Named) else named(kind.item) if isinstance(kind, ListOf | MapOf) else ""

    return {named(each.type) for each in fields} - {""}


def _shows(endpoint: Endpoint, wanted: Shape) -> bool:
    def holds(shape: Shape | None) -> bool:
        return shape == wanted or (isinstance(shape, ListShape) and holds(shape.item))

    return holds(endpoint.request) or holds(endpoint.response)


def _ends(platform: Platform, topic: Topic) -> list[Service]:
    """Who publishes or consumes it, and is generated."""
    return [each for each in _packaged(platform) if each.name in {*topic.publishers, *topic.consumers}]


def _packaged(platform: Platform) -> list[Service]:
    return [each for each in platform.services if each.kind == "fastapi"]


def _named(platform: Platform, topic: str) -> Topic:
    return next(each for each in platform.topics if each.name == topic)


def _package(service: Service) -> str:
    return f"generated/services/{service.name}/*"


def _yours(service: Service) -> str:
    return f"services/{service.package}/*"


def _contract(service: Service) -> tuple[str, ...]:
    if service.kind != "fastapi" or not (service.endpoints or service.issuer):
        return ()
    return (f"generated/contracts/{service.name}.openapi.json",)


def _schema(topic: Topic) -> str:
    return f"generated/contracts/topics/{topic.name}.schema.json"


def _values(platform: Platform, service: str) -> tuple[str, ...]:
    return tuple(f"generated/values/{each.name}/{service}.yaml" for each in platform.environments)


def _kafka(platform: Platform, file: str) -> tuple[str, ...]:
    ours = [each for each in platform.environments if own_kafka(platform, each) is not None]
    return tuple(f"generated/kubernetes/{each.name}/kafka/{file}.yaml" for each in ours)


def _like(pattern: str) -> Callable[[str], bool]:
    return lambda path: fnmatchcase(path, pattern)
