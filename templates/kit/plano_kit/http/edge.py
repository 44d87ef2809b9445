"""The outermost layer: trace, size limit, metrics, one log line, and the last net under every error."""

from __future__ import annotations

import time

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plano_kit.http.failures import answer
from plano_kit.observability import logs, metrics
from plano_kit.observability.tracing import METHODS, Span, continued, recording
from plano_kit.problems import Problem

MAX_BODY = 1024 * 1024
"""Bytes of a request's body."""


class TooLargeError(Problem):
    """A body over the limit."""

    status = 413


class Edge:
    """ASGI middleware around a whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        began = False
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise TooLargeError(f"a body has at most {MAX_BODY} bytes")
            return message

        async def watched(message: Message) -> None:
            nonlocal status, began
            if message["type"] == "http.response.start":
                status, began = message["status"], True
                MutableHeaders(scope=message)["traceparent"] = span.traceparent
            await send(message)

        started = time.perf_counter()
        with continued(Headers(scope=scope).get("traceparent"), "HTTP", "server") as span:
            try:
                await self._app(scope, limited, watched)
            except Exception as error:
                if began:
                    raise
                await answer(error)(scope, limited, watched)
            finally:
                self._tell(scope, status, time.perf_counter() - started, span)

    def _tell(self, scope: Scope, status: int, seconds: float, span: Span) -> None:
        route = scope.get("route")
        template = str(getattr(route, "path", "")) or "(none)"
        method = scope["method"]
        known = method if method in METHODS else "other"
        metrics.REQUESTS.labels(known, template, str(status)).inc()
        metrics.SECONDS.labels(known, template).observe(seconds)
        logs.access(
            {
                "http.request.method": method,
                "http.route": template,
                "http.response.status_code": status,
                "event.duration": int(seconds * 1e9),
            }
        )
        if recording():
            _describe(span, scope, template, status)


def _describe(span: Span, scope: Scope, route: str, status: int) -> None:
    """In OpenTelemetry's names for HTTP servers; without path and query, which hold values."""
    method = scope["method"] if scope["method"] in METHODS else "_OTHER"
    told: dict[str, str | int | bool] = {
        "http.request.method": method,
        "http.response.status_code": status,
        "url.scheme": str(scope.get("scheme", "http")),
    }
    if route.startswith("/"):
        span.rename(f"{method} {route}")
        told["http.route"] = route
    else:
        span.rename(method)
    span.add(told)
    if status >= 500:
        span.fail(str(status))


def wrap(app: FastAPI) -> None:
    """Put the edge around `app`."""
    app.add_middleware(Edge)
