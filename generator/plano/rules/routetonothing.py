"""route-to-nothing: a public path under which no endpoint lies."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.nearest import nearest
from plano.language.places import Places
from plano.platform.issuer import issuer_endpoints
from plano.platform.model import Platform, Route, Service
from plano.rules.findings import error

CODE = "route-to-nothing"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """After stripping, a route to a fastapi service is a prefix of an endpoint; an external is reached by HTTP."""
    services = {service.name: service for service in platform.services}
    for route in platform.routes:
        service = services[route.service]
        why, help = _wrong(route, service)
        if why:
            related = Related("the service", places.key(("services", service.name)))
            yield error(CODE, f"the route {route.path!r} reaches nothing of {service.name!r}",
                        places.key(("routes", route.path)), why, help, (related,), f"route {route.path}")  # fmt: skip


def _wrong(route: Route, service: Service) -> tuple[str, str]:
    if service.kind == "external" and service.url and not service.url.startswith(("http://", "https://")):
        return f"it speaks {service.url.partition(':')[0]}, not HTTP", "remove the route"
    if not under(route.path, route.strip or "/"):
        return f"it does not begin with {route.strip!r}, which 'strip' removes", "strip a prefix of the route's path"
    if service.kind != "fastapi":
        return "", ""
    inside = stripped(route.path, route.strip)
    paths = [endpoint.path for endpoint in (*service.endpoints, *issuer_endpoints(service))]
    if any(under(path, inside) for path in paths):
        return "", ""
    reachable = ", ".join(sorted({"/" + path.split("/")[1] for path in paths}))
    help = f"its endpoints lie under {reachable}" if paths else "it has no endpoints: give it some, or remove the route"
    meant = nearest(inside, [entity.path for entity in service.entities])
    named = next((entity.name for entity in service.entities if entity.path == meant), None)
    if named is not None and str(meant).lower() != inside.lower():
        help += f"; write 'path: {inside}' in the entity {named!r} to name them so"
    return f"inside the service this is {inside!r}", help


def stripped(path: str, prefix: str) -> str:
    """A public path as the service sees it."""
    return path.removeprefix(prefix.rstrip("/")) or "/"


def under(path: str, prefix: str) -> bool:
    """Whether `path` is `prefix` or lies below it."""
    return prefix == "/" or path == prefix or path.startswith(prefix + "/")
