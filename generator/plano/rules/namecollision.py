"""name-collision: two names from which one and the same is derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from plano.diagnostics.model import Diagnostic, Related, Span
from plano.language.places import Path, Places
from plano.platform.model import Endpoint, Fields, Platform, Service
from plano.platform.names import snake
from plano.rules.endpointpaths import declared_endpoints, endpoints
from plano.rules.findings import error

CODE = "name-collision"
_FIXED = ("Base", "Clients", "Config", "Context", "Handlers")

Claim = tuple[str, str, Callable[[Path], Span], Path]
"""A derived name, what it is derived from, and where that is shown: by which way of `Places`, at which path.

The path is empty where nothing in the blueprint takes the name.
"""


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Symbols, topics, tables, methods and public paths hold each derived name once; one finding a place."""
    found: dict[Span | None, Diagnostic] = {}
    for diagnostic in _all(platform, places):
        found.setdefault(diagnostic.span, diagnostic)
    yield from found.values()


def _all(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    key = places.key
    topics = ((topic.symbol, f"topic {topic.name!r}", key, ("topics", topic.name)) for topic in platform.topics)
    yield from _clashes("the event", topics)
    routes = ((route.path, f"the route {route.path!r}", key, ("routes", route.path)) for route in platform.routes)
    yield from _clashes("the public path", routes)
    for service in platform.services:
        if service.kind == "fastapi":
            subject = f"service {service.name}"
            yield from _clashes("the class", _classes(service, places), subject)
            yield from _clashes("the operation", _operations(service, places), subject)
            yield from _clashes("the handler", _handlers(service, places), subject)
            entities = [(each, ("services", service.name, "entities", each.name)) for each in service.entities]
            tables = ((each.table, f"entity {each.name!r}", key, path) for each, path in entities)
            yield from _clashes("the table", tables, subject)
            resources = ((each.path, f"entity {each.name!r}", key, path) for each, path in entities)
            yield from _clashes("the resource", resources, subject)
    kept = (
        (snake(service.kept), f"service {service.name!r}", key, ("services", service.name))
        for service in platform.services
        if service.database
    )
    yield from _clashes("the database", kept)


def _clashes(what: str, claims: Iterable[Claim], subject: str = "") -> Iterator[Diagnostic]:
    """A finding for each name that another source has already, in whatever case; by default of what stands there."""
    claimed = list(claims)
    if len({derived.lower() for derived, *_ in claimed}) == len(claimed):
        return
    taken: dict[str, tuple[str, Span | None]] = {}
    for derived, source, shown, path in claimed:
        span = shown(path) if path else None
        first = taken.setdefault(derived.lower(), (source, span))
        if first == (source, span) or span is None:
            continue
        related = () if first[1] is None else (Related(f"{first[0]} takes it first", first[1]),)
        yield error(CODE, f"{source} would be {what} {derived!r}, as {first[0]} is already", span, "",
                    "give one of them another name", related,
                    subject or f"{str(path[0]).removesuffix('s')} {path[1]}")  # fmt: skip


def _classes(service: Service, places: Places) -> Iterator[Claim]:
    """The classes of a service's package."""
    at: Path = ("services", service.name)
    key = places.key
    for name in _FIXED:
        yield name, "every service's own", key, ()
    for value_type in service.types:
        yield value_type.name, f"type {value_type.name!r}", key, ("types", value_type.name)
    for entity in service.entities:
        path = (*at, "entities", entity.name)
        for symbol in (entity.name, f"{entity.name}Response"):
            yield symbol, f"entity {entity.name!r}", key, path
    topics = {topic.name: topic for topic in (*service.publishes, *(each.topic for each in service.consumes))}
    for topic in topics.values():
        yield topic.symbol, f"topic {topic.name!r}", key, ("topics", topic.name)
    for number, call in enumerate(service.calls):
        yield call.symbol, f"the client of {call.service!r}", places.value, (*at, "calls", number)
    for endpoint, path in declared_endpoints(service):
        for symbol in _shapes(endpoint):
            yield symbol, f"{endpoint.name!r}", key, path


def _shapes(endpoint: Endpoint) -> Iterator[str]:
    for shape in (endpoint.request, endpoint.response):
        if isinstance(shape, Fields):
            yield shape.symbol


def _operations(service: Service, places: Places) -> Iterator[Claim]:
    """operationIds and methods of clients."""
    for endpoint, path in endpoints(service):
        yield endpoint.name, f"{endpoint.method} {endpoint.path}", places.key, path


def _handlers(service: Service, places: Places) -> Iterator[Claim]:
    """The functions that the service's author writes."""
    at: Path = ("services", service.name)
    for endpoint, path in declared_endpoints(service):
        if endpoint.verb is None:
            yield endpoint.name, f"operation {endpoint.name!r}", places.key, path
    for each in service.consumes:
        consumes: Path = (*at, "consumes", each.topic.name)
        named: Path = (*consumes, "handler")
        source = f"what consumes {each.topic.name!r}"
        if places.has(named):
            yield each.handler, source, places.value, named
        else:
            yield each.handler, source, places.key, consumes
    for schedule in service.schedules:
        path = (*at, "schedule", schedule.name, "handler")
        yield schedule.handler, f"the schedule {schedule.name!r}", places.value, path
