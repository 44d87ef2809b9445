"""routes-shadow: one route takes the requests that another was to bring."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.places import Places
from plano.platform.issuer import issuer_endpoints
from plano.platform.model import Platform, Route
from plano.rules.findings import error
from plano.rules.routetonothing import stripped, under

CODE = "routes-shadow"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """The longest route wins; it may not hide an endpoint that a shorter one to another service reaches."""
    for outer in platform.routes:
        for inner in platform.routes:
            if outer is inner or not under(inner.path, outer.path):
                continue
            hidden = _hidden(platform, outer, inner)
            if hidden:
                yield error(
                    CODE, f"the route {inner.path!r} hides {hidden} of {outer.service!r}",
                    places.key(("routes", inner.path)), f"leads to {inner.service!r}",
                    "change one of the paths, so that no endpoint lies under both",
                    (Related(f"leads to {outer.service!r}", places.key(("routes", outer.path))),),
                    f"route {inner.path}",
                )  # fmt: skip


def _hidden(platform: Platform, outer: Route, inner: Route) -> str:
    """An endpoint of the outer route's service that only the outer one reaches, and the inner one takes."""
    service = platform.service(outer.service)
    if service.kind != "fastapi" or outer.service == inner.service:
        return ""
    base = outer.strip.rstrip("/")
    for endpoint in (*service.endpoints, *issuer_endpoints(service)):
        if under(endpoint.path, stripped(outer.path, outer.strip)) and under(base + endpoint.path, inner.path):
            return f"{endpoint.method} {endpoint.path}"
    return ""
