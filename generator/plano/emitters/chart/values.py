"""A values file: what the chart is told of one service in one environment, in the blueprint's words."""

from __future__ import annotations

from plano.emitters.chart.view import Kafka, Neighbour, ValuesView
from plano.platform.model import Route, Scale, Service

RELAYS = 2
"""Processes of a relay at most: one works a shard at a time; a second takes over when a host is lost."""


def build(view: ValuesView) -> dict[str, object]:
    """The values of `view`; what a service does not have is not mentioned."""
    service, deployment = view.service, view.deployment
    found: dict[str, object] = {
        "platform": view.platform,
        "environment": view.environment,
        "service": service.name,
        "kind": service.kind,
        "image": image(service.image),
    }
    if service.kind == "container":
        found |= {"port": service.port, "health": service.health}
    found |= {
        "resources": {"cpu": deployment.cpu, "memory": deployment.memory},
        "scale": _scale(deployment.scale),
        **_processes(view),
        **_reach(view),
        **_entrance(view),
        "config": {name: text(value) for name, value in deployment.config if value is not None},
        "secrets": {name: list(keys) for name, keys in view.secrets if keys},
        "volumes": {each.name: {"class": each.kind, "size": each.size, "path": each.path} for each in service.volumes},
        "schedule": {
            each.name: {"cron": each.cron, "zone": each.zone, "overlap": each.overlap} for each in service.schedules
        },
    }
    return {name: value for name, value in found.items() if value not in ({}, [], None)}


def image(name: str) -> dict[str, object]:
    """An image's name in its parts. One that names no tag or digest gets its digest from the release."""
    name, _, digest = name.partition("@")
    folder, slash, last = name.rpartition("/")
    last, _, tag = last.partition(":")
    parts = {"repository": f"{folder}{slash}{last}", "tag": tag, "digest": digest}
    return {key: value for key, value in parts.items() if value}


def text(value: object) -> str:
    """A setting as its variable holds it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _scale(scale: Scale) -> dict[str, object]:
    bounds: dict[str, object] = {"min": scale.minimum, "max": scale.maximum}
    return bounds | ({"cpu_target": scale.cpu_target} if scale.cpu_target else {})


def _processes(view: ValuesView) -> dict[str, object]:
    """Processes beside the API. A container is one process, whatever it does."""
    if view.service.kind != "fastapi":
        return {}
    return {
        "consumers": _scale(view.deployment.consumers) if view.service.consumes else None,
        "relay": {"replicas": min(RELAYS, view.deployment.scale.minimum)} if view.service.publishes else None,
    }


def _reach(view: ValuesView) -> dict[str, object]:
    database = view.database
    return {
        "database": {"addresses": list(database.blocks), "port": database.port} if database else None,
        "kafka": _kafka(view.kafka, view.service) if view.kafka else None,
        "calls": {each.name: {"url": each.url, "port": each.port} for each in view.calls},
        "externals": {each.name: _external(each) for each in view.externals},
        "issuer": {"service": view.issuer.name, "url": view.issuer.url, "port": view.issuer.port}
        if view.issuer
        else None,
    }


def _external(external: Neighbour) -> dict[str, object]:
    found: dict[str, object] = {"url": external.url, "port": external.port}
    return found | ({"addresses": list(external.blocks)} if external.blocks else {})


def _kafka(kafka: Kafka, service: Service) -> dict[str, object]:
    found: dict[str, object] = {"bootstrap": ",".join(kafka.bootstrap)}
    if kafka.cluster:
        user = {"user": service.name, "secret": kafka.secret}
        return found | {"cluster": kafka.cluster, "port": kafka.brokers[0].port} | user
    return found | {"brokers": [{"addresses": list(each.blocks), "port": each.port} for each in kafka.brokers]}


def _entrance(view: ValuesView) -> dict[str, object]:
    return {
        "callers": list(view.callers),
        "entrance": {"through": "proxy" if view.proxied else "gateway", "host": view.domain} if view.routes else None,
        "routes": {each.path: {"to": _inner(each)} if each.strip else {} for each in view.routes},
        "metrics": True if view.scraped else None,
    }


def _inner(route: Route) -> str:
    """What the service sees in place of the route's path."""
    return route.path.removeprefix(route.strip) or "/"
