"""Routes: each public path leads, in each environment, to the Service that the blueprint names, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from plano.crosschecks.deployed import Deployed, deployed, named, port_of
from plano.crosschecks.documents import KUBERNETES, Documents
from plano.crosschecks.findings import error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform, Route

_GATEWAYS = "generated/chart/values.yaml"


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """The values' routes and entrances, and every HTTPRoute that is not the chart's."""
    for each in deployed(documents, platform):
        yield from _values(each, platform)
    for route in documents.objects(KUBERNETES):
        if route.kind == "HTTPRoute":
            yield from _object(route, documents, platform)
    yield from _gateway(documents)


def _values(each: Deployed, platform: Platform) -> Iterator[Diagnostic]:
    declared = {route.path: route for route in platform.routes if route.service == each.service.name}
    routes = each.values.at("routes")
    found = dict(routes.entries())
    for path in sorted(found.keys() - declared.keys()):
        yield error("crosscheck-route", found[path], f"has a route {path}, which is not declared", "blueprint.yaml")
    for path in sorted(declared.keys() - found.keys()):
        said = f"lacks the route {path}, which leads to {each.service.name!r}"
        yield error("crosscheck-route", routes, said, "blueprint.yaml")
    for path in sorted(found.keys() & declared.keys()):
        inner = found[path].at("to").value
        if inner != _inner(declared[path]):
            said = f"sends {path} to {inner or 'itself'}, where the service has {_inner(declared[path]) or path}"
            yield error("crosscheck-route", found[path], said, "blueprint.yaml")
    if declared:
        yield from _entrance(each, platform)


def _inner(route: Route) -> str | None:
    return (route.path.removeprefix(route.strip) or "/") if route.strip else None


def _entrance(each: Deployed, platform: Platform) -> Iterator[Diagnostic]:
    entrance = each.values.at("entrance")
    if entrance.at("host").value != each.environment.domain:
        said = f"is reached as {entrance.at('host').value!r}, where the environment is {each.environment.domain!r}"
        yield error("crosscheck-route", entrance.at("host"), said, "blueprint.yaml")
    wanted = "proxy" if named(platform, "nginx") else "gateway"
    if entrance.at("through").value != wanted:
        said = f"is reached through {entrance.at('through').value!r}, where paths are the {wanted}'s"
        yield error("crosscheck-route", entrance.at("through"), said, "blueprint.yaml")


def _object(route: Node, documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """A backend is a Service that the chart makes of a service, or one that stands in the tree."""
    ports: dict[object, set[object]] = {
        each.name: {port_of(each)} for each in platform.services if each.kind != "external"
    }
    for each in documents.objects(KUBERNETES):
        if each.kind == "Service":
            found = {row.at("port").value for row in each.at("spec", "ports").rows()}
            ports.setdefault(each.name, set()).update(found)
    for backends in route.find("backendRefs"):
        for backend in backends.rows():
            if backend.at("port").value not in ports.get(backend.at("name").value, set()):
                target = f"{backend.at('name').value}:{backend.at('port').value}"
                said = f"leads {route.name!r} to {target}, which no Service is"
                yield error("crosscheck-route", backend, said, "blueprint.yaml")


def _gateway(documents: Documents) -> Iterator[Diagnostic]:
    """The Gateway that the chart's routes hang on is one of those that are there, where any is."""
    there = {
        (each.name, each.at("metadata", "namespace").text): each
        for each in documents.objects(KUBERNETES)
        if each.kind == "Gateway"
    }
    defaults = documents.one(_GATEWAYS)
    if there and defaults is not None:
        gateway = defaults.at("gateway")
        if (gateway.at("name").text, gateway.at("namespace").text) not in there:
            said = f"hangs routes on the Gateway {gateway.at('name').text!r}, which is not there"
            yield error("crosscheck-route", gateway, said, next(iter(there.values())))
