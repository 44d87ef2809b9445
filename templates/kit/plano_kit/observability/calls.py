"""The spans of what leaves this process over HTTP. Names and attributes are OpenTelemetry's for HTTP clients.

Left out on purpose are `url.full` and `url.path`: they hold values, and so may hold what is a person's or a secret.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import httpx

from plano_kit.observability import tracing

Answered = Callable[[httpx.Response], httpx.Response]


@contextlib.contextmanager
def calling(method: str, url: httpx.URL, template: str = "", *, resent: int = 0) -> Iterator[Answered]:
    """One request is sent within; gives the function that takes the response, and gives it back.

    `template` is the path with its places unfilled, `resent` how often this very request was sent before. The
    request is the span's child where it is sent with `current_traceparent()`, read within.
    """
    verb = _known(method)
    attributes: dict[str, str | int | bool] = {"http.request.method": verb, "server.address": url.host}
    if port := url.port or {"http": 80, "https": 443}.get(url.scheme):
        attributes["server.port"] = port
    if template:
        attributes["url.template"] = template
    if resent:
        attributes["http.request.resend_count"] = resent
    with tracing.step(f"{verb} {template}".rstrip(), "client", attributes) as span:

        def answered(answer: httpx.Response) -> httpx.Response:
            span.add({"http.response.status_code": answer.status_code})
            if answer.status_code >= 400:
                span.fail(str(answer.status_code))
            return answer

        yield answered


def trace_headers() -> dict[str, str]:
    """What goes along with a call to a service of this platform; nothing outside of any trace."""
    current = tracing.current_traceparent()
    return {"traceparent": current} if current else {}


def _known(method: str) -> str:
    """A method in one word of few, however a caller spells it."""
    upper = method.upper()
    return upper if upper in tracing.METHODS else "_OTHER"
