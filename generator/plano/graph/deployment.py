"""The deployment: where an environment runs, from the hosts that let requests in to the database hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator

from plano.graph.entrance import GATEWAY, entrance, host_id
from plano.graph.mermaid import edge, identifier, node, picture, subgraph
from plano.graph.topology import database_id, database_node, routes_by_service, service_id
from plano.language.durations import written_duration
from plano.platform.model import Deployment, Environment, Host, Platform, Scale, Service, System

_NAMESPACE = "namespace"
_PER_ENVIRONMENT = "kafka"  # every other system is one per platform: the language's table of top-level keys


def deployment(platform: Platform, environment: Environment) -> str:
    """One environment of the platform on its hosts, in the blueprint's order."""
    return picture(
        "LR",
        f"Deployment of {environment.namespace}",
        "The environment's services with their replicas, the hosts by role, systems, databases and routes",
        _lines(platform, environment),
    )


def _lines(platform: Platform, environment: Environment) -> Iterator[str]:
    yield from entrance(platform, environment)
    deployed = {each.service: each for each in environment.deployments}
    inside = [_service(each, deployed[each.name]) for each in platform.services if each.kind != "external"]
    inside += [_system(each) for each in platform.systems if each.name == _PER_ENVIRONMENT]
    yield from subgraph(_NAMESPACE, f"Namespace {environment.namespace}", inside)
    outside = [
        node(service_id(each.name), "frame", each.name, deployed[each.name].url)
        for each in platform.services
        if each.kind == "external"
    ]
    yield from subgraph("elsewhere", "Elsewhere: external", outside)
    shared = [_system(each) for each in platform.systems if each.name != _PER_ENVIRONMENT]
    yield from subgraph("systems", "Systems, one for all environments", shared)
    yield from _hosts(platform)
    yield from subgraph("databases", "Databases", [database_node(each) for each in platform.databases])
    yield from _edges(platform, deployed, runs=bool(inside))


def _edges(platform: Platform, deployed: dict[str, Deployment], *, runs: bool) -> Iterator[str]:
    for name, paths in routes_by_service(platform).items():
        yield edge(GATEWAY, service_id(name), *paths)
    workers = dict.fromkeys(_group(each) for each in platform.hosts if "worker" in each.roles)
    for group in workers if runs else ():
        # Every other node is tainted: the design's page of systems, under Storage.
        yield edge(_NAMESPACE, group, "runs on")
    for service in platform.services:
        if service.database:
            yield edge(service_id(service.name), database_id(service.database), deployed[service.name].database)
    for server in platform.databases:
        if server.host:
            yield edge(database_id(server.name), host_id(server.host), "on")


def _hosts(platform: Platform) -> Iterator[str]:
    groups: dict[str, list[Host]] = {}
    for host in platform.hosts:
        groups.setdefault(_group(host), []).append(host)
    for group, members in groups.items():
        title = f"Hosts: {', '.join(members[0].roles) or 'no role'}"
        yield from subgraph(group, title, [_host(each) for each in members])


def _group(host: Host) -> str:
    return identifier("hosts", ".".join(sorted(host.roles)))


def _host(host: Host) -> str:
    public = f"on the internet {host.public}" if host.public else ""
    cpu = f"{host.cpu} CPU" if host.cpu else ""
    memory = f"{host.memory} memory" if host.memory else ""
    disk = f"{host.disk} disk" if host.disk else ""
    return node(host_id(host.name), "box", host.name, host.address, public, _listed(cpu, memory, disk))


def _service(service: Service, deployed: Deployment) -> str:
    what = {"vue": "pages", "fastapi": "API"}.get(service.kind, "its image")
    target = f", at {deployed.scale.cpu_target}% CPU" if deployed.scale.cpu_target else ""
    # A container consumes in the replicas that it has: the key `consumers` is a FastAPI service's alone.
    apart = service.kind == "fastapi" and deployed.consumers.maximum
    consumers = f"consumers: {_replicas(deployed.consumers)}" if apart else ""
    told = f"{what}: {_replicas(deployed.scale)}{target}"
    return node(service_id(service.name), "box", service.name, told, consumers)


def _replicas(scale: Scale) -> str:
    if scale.minimum == scale.maximum:
        return str(scale.minimum)
    return f"{scale.minimum} to {scale.maximum}"


def _system(system: System) -> str:
    return node(identifier("system", system.name), "round", system.name, *(_option(*each) for each in system.options))


def _option(name: str, value: str) -> str:
    """An option that fits a line; lists, maps and what is off or empty do not show."""
    read = json.loads(value)
    if isinstance(read, float):  # the only fractional options are durations, in seconds
        return f"{name} {written_duration(read)}"
    if read is True:
        return name
    return f"{name} {read}" if isinstance(read, str | int) and read else ""


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
