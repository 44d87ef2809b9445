"""The topology: who the services are, and what runs between them, the topics, the databases and the browser."""

from __future__ import annotations

from collections.abc import Iterator

from plano.graph.mermaid import Shape, edge, identifier, node, picture, subgraph
from plano.platform.model import DatabaseServer, Platform, Service, Topic

BROWSER = "browser"

_KINDS: tuple[tuple[str, str, Shape], ...] = (
    ("vue", "Front ends: vue", "stadium"),
    ("fastapi", "Services: fastapi", "box"),
    ("container", "Your own images: container", "box"),
    ("external", "Elsewhere: external", "frame"),
)


def topology(platform: Platform) -> str:
    """The whole platform on one picture, in the blueprint's order.

    Solid arrows carry events, and requests from the browser by their path; dashed ones are calls; a line without an
    arrow leads to the database that a service keeps its data in.
    """
    return picture(
        "LR",
        f"Topology of {platform.name}",
        "Services by kind, with the topics, databases and routes between them",
        _lines(platform),
    )


def service_node(service: Service, shape: Shape, *more: str) -> str:
    """A service with its description, or the address of an external one, and what else there is to say."""
    return node(service_id(service.name), shape, service.name, service.url, service.description, *more)


def service_id(name: str) -> str:
    """The identifier of a service."""
    return identifier("service", name)


def topic_id(name: str) -> str:
    """The identifier of a topic."""
    return identifier("topic", name)


def database_id(name: str) -> str:
    """The identifier of a database server."""
    return identifier("database", name)


def topic_node(topic: Topic, *more: str) -> str:
    """A topic with its description, and what else there is to say."""
    return node(topic_id(topic.name), "hexagon", topic.name, topic.description, *more)


def database_node(server: DatabaseServer) -> str:
    """A database server with its version and where it is: its host, or the address of one that is already there."""
    place = f"on {server.host}" if server.host else f"at {server.address}"
    return node(database_id(server.name), "cylinder", server.name, f"PostgreSQL {server.version} {place}")


def routes_by_service(platform: Platform) -> dict[str, list[str]]:
    """The public paths of each service that has some."""
    found: dict[str, list[str]] = {}
    for route in platform.routes:
        found.setdefault(route.service, []).append(route.path)
    return found


def _lines(platform: Platform) -> Iterator[str]:
    routes = routes_by_service(platform)
    if routes:
        yield node(BROWSER, "circle", "browser")
    for kind, title, shape in _KINDS:
        members = [service_node(each, shape) for each in platform.services if each.kind == kind]
        yield from subgraph(f"kind_{kind}", title, members)
    yield from subgraph("topics", "Topics", [topic_node(each) for each in platform.topics])
    yield from subgraph("databases", "Databases", [database_node(each) for each in platform.databases])
    for name, paths in routes.items():
        yield edge(BROWSER, service_id(name), *paths)
    for service in platform.services:
        yield from _edges(service)


def _edges(service: Service) -> Iterator[str]:
    start = service_id(service.name)
    for call in service.calls:
        yield edge(start, service_id(call.service), "calls", line="dashed")
    for topic in service.publishes:
        yield edge(start, topic_id(topic.name), "publishes")
    for consumption in service.consumes:
        # A container's image handles its topics by itself: there is no handler that we could name.
        how = "consumes" if service.kind == "container" else consumption.handler
        yield edge(topic_id(consumption.topic.name), start, how)
    if service.database:
        yield edge(start, database_id(service.database), line="plain")
