"""name-collision: two names from which one and the same is derived."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related, Span
from plano.language.places import Path, Places
from plano.platform.model import Endpoint, Fields, Platform, Service
from plano.platform.names import snake
from plano.rules.endpointpaths import declared_endpoints, endpoints
from plano.rules.findings import error

CODE = "name-collision"
_FIXED = ("Base", "Clients", "Config", "Context", "Handlers")


class _Namespace:
    """Derived names, each with what it is derived from first."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._taken: dict[str, tuple[str, Span | None]] = {}

    def take(self, derived: str, source: str, span: Span | None, subject: str) -> Iterator[Diagnostic]:
        """Take a name; a finding where another source has it already, in whatever case."""
        first = self._taken.setdefault(derived.lower(), (source, span))
        if first == (source, span) or span is None:
            return
        related = () if first[1] is None else (Related(f"{first[0]} takes it first", first[1]),)
        yield error(CODE, f"{source} would be {self._what} {derived!r}, as {first[0]} is already", span, "",
                    "give one of them another name", related, subject)  # fmt: skip


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Symbols, topics, tables, methods and public paths hold each derived name once; one finding a place."""
    found: dict[Span | None, Diagnostic] = {}
    for diagnostic in _all(platform, places):
        found.setdefault(diagnostic.span, diagnostic)
    yield from found.values()


def _all(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    yield from _topics(platform, places)
    paths = _Namespace("the public path")
    for route in platform.routes:
        yield from paths.take(route.path, f"the route {route.path!r}", places.key(("routes", route.path)),
                              f"route {route.path}")  # fmt: skip
    for service in platform.services:
        if service.kind == "fastapi":
            yield from _symbols(service, places)
            yield from _methods(service, places)
            yield from _tables(service, places)
    kept = _Namespace("the database")
    for service in platform.services:
        if service.database:
            span = places.key(("services", service.name))
            yield from kept.take(snake(service.kept), f"service {service.name!r}", span, f"service {service.name}")


def _topics(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    symbols = _Namespace("the event")
    for topic in platform.topics:
        yield from symbols.take(topic.symbol, f"topic {topic.name!r}", places.key(("topics", topic.name)),
                                f"topic {topic.name}")  # fmt: skip


def _symbols(service: Service, places: Places) -> Iterator[Diagnostic]:
    """The classes of a service's package."""
    at: Path = ("services", service.name)
    subject = f"service {service.name}"
    symbols = _Namespace("the class")
    for name in _FIXED:
        yield from symbols.take(name, "every service's own", None, subject)
    for value_type in service.types:
        yield from symbols.take(
            value_type.name, f"type {value_type.name!r}", places.key(("types", value_type.name)), subject
        )
    for entity in service.entities:
        span = places.key((*at, "entities", entity.name))
        for symbol in (entity.name, f"{entity.name}Response"):
            yield from symbols.take(symbol, f"entity {entity.name!r}", span, subject)
    topics = {topic.name: topic for topic in (*service.publishes, *(each.topic for each in service.consumes))}
    for topic in topics.values():
        yield from symbols.take(topic.symbol, f"topic {topic.name!r}", places.key(("topics", topic.name)), subject)
    for number, call in enumerate(service.calls):
        yield from symbols.take(
            call.symbol, f"the client of {call.service!r}", places.value((*at, "calls", number)), subject
        )
    for endpoint, span in declared_endpoints(service, places):
        for symbol in _shapes(endpoint):
            yield from symbols.take(symbol, f"{endpoint.name!r}", span, subject)


def _shapes(endpoint: Endpoint) -> Iterator[str]:
    for shape in (endpoint.request, endpoint.response):
        if isinstance(shape, Fields):
            yield shape.symbol


def _methods(service: Service, places: Places) -> Iterator[Diagnostic]:
    """operationIds and methods of clients, and the functions that the service's author writes."""
    at: Path = ("services", service.name)
    subject = f"service {service.name}"
    methods = _Namespace("the operation")
    handlers = _Namespace("the handler")
    for endpoint, span in endpoints(service, places):
        yield from methods.take(endpoint.name, f"{endpoint.method} {endpoint.path}", span, subject)
        if endpoint.verb is None and span == places.key((*at, "operations", endpoint.name)):
            yield from handlers.take(endpoint.name, f"operation {endpoint.name!r}", span, subject)
    for each in service.consumes:
        key: Path = (*at, "consumes", each.topic.name)
        span = places.value((*key, "handler")) if places.has((*key, "handler")) else places.key(key)
        yield from handlers.take(each.handler, f"what consumes {each.topic.name!r}", span, subject)
    for schedule in service.schedules:
        span = places.value((*at, "schedule", schedule.name, "handler"))
        yield from handlers.take(schedule.handler, f"the schedule {schedule.name!r}", span, subject)


def _tables(service: Service, places: Places) -> Iterator[Diagnostic]:
    at: Path = ("services", service.name)
    tables, paths = _Namespace("the table"), _Namespace("the resource")
    for entity in service.entities:
        span = places.key((*at, "entities", entity.name))
        yield from tables.take(entity.table, f"entity {entity.name!r}", span, f"service {service.name}")
        yield from paths.take(entity.path, f"entity {entity.name!r}", span, f"service {service.name}")
