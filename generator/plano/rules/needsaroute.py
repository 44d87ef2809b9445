"""issuer-without-route and call-without-route: what a browser must reach, and cannot."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.places import Places
from plano.platform.model import Platform
from plano.rules.findings import error, in_service
from plano.rules.routetonothing import stripped, under

CODE = "issuer-without-route"
CALL = "call-without-route"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Where there are routes, one reaches `/auth` of the issuer; and each service that pages call has one."""
    reached = {route.service for route in platform.routes}
    for service in platform.services:
        if service.issuer is not None and platform.routes:
            routes = [route for route in platform.routes if route.service == service.name]
            if not any(under("/auth", stripped(route.path, route.strip)) for route in routes):
                yield error(
                    CODE, f"no route reaches '/auth' of the issuer {service.name!r}",
                    places.key(("services", service.name, "issuer")), "nobody could log in",
                    f"add a route: '/api/auth: {{service: {service.name}}}'", subject=f"service {service.name}",
                )  # fmt: skip
        if service.kind == "vue":
            for at, call in enumerate(service.calls):
                if call.service not in reached:
                    yield error(
                        CALL, f"the pages of {service.name!r} call {call.service!r}, to which no route leads",
                        places.value(("services", service.name, "calls", at)),
                        "a browser reaches only what has a route",
                        f"add a route to {call.service!r}, or remove the call", in_service(service.name, places),
                        f"service {service.name}",
                    )  # fmt: skip
