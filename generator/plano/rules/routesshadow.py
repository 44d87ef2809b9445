"""routes-shadow: one route takes the requests that another was to bring."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.places import Places
from plano.platform.issuer import issuer_endpoints
from plano.platform.model import Platform, Route, Service
from plano.rules.findings import error
from plano.rules.routetonothing import stripped, under

CODE = "routes-shadow"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """The longest route wins; it may not hide an endpoint that a shorter one to another service reaches."""
    services = {service.name: service for service in platform.services}
    order = {route.path: at for at, route in enumerate(platform.routes)}
    for inner in platform.routes:
        for at in sorted(order[start] for start in _starts(inner.path) if start in order):
            outer = platform.routes[at]
            hidden = _hidden(services[outer.service], outer, inner)
            if hidden:
                yield error(
                    CODE, f"the route {inner.path!r} hides {hidden} of {outer.service!r}",
                    places.key(("routes", inner.path)), f"leads to {inner.service!r}",
                    "change one of the paths, so that no endpoint lies under both",
                    (Related(f"leads to {outer.service!r}", places.key(("routes", outer.path))),),
                    f"route {inner.path}",
                )  # fmt: skip


def _starts(path: str) -> Iterator[str]:
    """`/`, `/api` and `/api/shop` of `/api/shop/orders`: the routes above it have these paths."""
    if path != "/":
        yield "/"
    yield from (path[:at] for at in range(1, len(path)) if path[at] == "/")


def _hidden(service: Service, outer: Route, inner: Route) -> str:
    """An endpoint of the outer route's service that only the outer one reaches, and the inner one takes."""
    if service.kind != "fastapi" or outer.service == inner.service:
        return ""
    base = outer.strip.rstrip("/")
    for endpoint in (*service.endpoints, *issuer_endpoints(service)):
        if under(endpoint.path, stripped(outer.path, outer.strip)) and under(base + endpoint.path, inner.path):
            return f"{endpoint.method} {endpoint.path}"
    return ""
