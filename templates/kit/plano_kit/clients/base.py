"""The typed client of another service of the platform; generated clients add one method an endpoint."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, overload

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from plano_kit.auth.tokens import ON_BEHALF_OF
from plano_kit.clients.scope import CallScope
from plano_kit.clients.tokens import TokenSource
from plano_kit.clients.wire import fill, parameters
from plano_kit.observability.calls import calling, trace_headers
from plano_kit.problems import (
    Conflict,
    Forbidden,
    NotFound,
    PreconditionFailed,
    Problem,
    Unavailable,
    Unprocessable,
)

T = TypeVar("T")

HANDLED: dict[int, type[Problem]] = {
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: PreconditionFailed,
    422: Unprocessable,
}
"""What a caller may handle; every other answer that is none is Unavailable."""
_RANDOM = random.SystemRandom()
_NOT_DONE = frozenset({429, 503})
_UNKNOWN = frozenset({502, 504})
_TWICE_IS_ONCE = frozenset({"GET", "HEAD", "PUT", "POST"})
"""A second POST is known by its key; a second DELETE or PATCH is not, and would answer 404 or 412."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, in seconds: `connect` and `answer` bound one attempt, `total` all of them.

    Waits between attempts are random up to `first`, doubled each time up to `longest` ("full jitter").
    """

    connect: float = 2.0
    answer: float = 10.0
    total: float = 15.0
    attempts: int = 5
    first: float = 0.1
    longest: float = 2.0


@dataclass(frozen=True, slots=True)
class Upstream:
    """A service that this one calls: its name and base URL, and what all of a process's calls share."""

    name: str
    url: str
    http: httpx.AsyncClient
    tokens: TokenSource
    patience: Patience = Patience()


class _ProblemBody(BaseModel):
    model_config = ConfigDict(extra="ignore")

    title: str = ""
    detail: str = ""


class Client:
    """Calls one service. Every call carries this service's own token where the platform has an issuer, the person's in
    `Plano-On-Behalf-Of` where the scope has one, the trace, and a repeatable `Idempotency-Key` where it may change
    something.

    Within `Patience` calls are repeated after a 503, a 429 or a connection that could not be made, and where twice is
    once (reads, PUT, and POST by its key) also after a 502, a 504 or a lost answer. Raises the problem that a caller
    may handle (Forbidden, NotFound, Conflict, PreconditionFailed, Unprocessable); all else that goes wrong is
    Unavailable.
    """

    def __init__(self, upstream: Upstream, scope: CallScope) -> None:
        self._upstream = upstream
        self._scope = scope

    @overload
    async def call(
        self,
        method: str,
        path: str,
        response: type[T],
        *,
        values: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: BaseModel | None = None,
        if_match: str | None = None,
    ) -> T: ...

    @overload
    async def call(
        self,
        method: str,
        path: str,
        response: None,
        *,
        values: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: BaseModel | None = None,
        if_match: str | None = None,
    ) -> None: ...

    async def call(
        self,
        method: str,
        path: str,
        response: type[T] | None,
        *,
        values: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: BaseModel | None = None,
        if_match: str | None = None,
    ) -> T | None:
        """Call an endpoint and read its answer as `response`; None where it answers with no body.

        `path` is the blueprint's, with `{name}` for each of `values`. `query` leaves None out. `body` sends the fields
        that were set, so that a PATCH says only what it means to.
        """
        headers = {"Accept": "application/json"}
        if method not in ("GET", "HEAD"):
            headers["Idempotency-Key"] = self._scope.next_key()
        if self._scope.on_behalf_of is not None:
            headers[ON_BEHALF_OF] = self._scope.on_behalf_of
        if if_match is not None:
            headers["If-Match"] = if_match
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = body.model_dump_json(exclude_unset=True, by_alias=True).encode()
        answer = await self._insist(
            self._upstream.http.build_request(
                method,
                self._upstream.url.rstrip("/") + fill(path, values or {}),
                params=httpx.QueryParams(parameters(query or {})) if query else None,
                headers=headers,
                content=content,
                timeout=httpx.Timeout(self._upstream.patience.answer, connect=self._upstream.patience.connect),
            ),
            path,
        )
        if answer.status_code >= 300:
            raise self._problem(answer)
        if response is None:
            return None
        try:
            return TypeAdapter(response).validate_json(answer.content)
        except ValidationError as error:
            raise Unavailable(f"{self._upstream.name} answered what this version cannot read") from error

    async def _insist(self, request: httpx.Request, path: str) -> httpx.Response:
        patience = self._upstream.patience
        until = time.monotonic() + patience.total
        renewed = False
        answer: httpx.Response | None = None
        failure: Exception | None = None
        for attempt in range(1, patience.attempts + 1):
            token = await self._upstream.tokens.token()
            if token is not None:
                request.headers["Authorization"] = f"Bearer {token}"
            answer = failure = None
            try:
                answer = await self._send(request, path, until, attempt)
            except (httpx.TransportError, TimeoutError) as error:
                failure = error
            if answer is not None and answer.status_code == 401 and token is not None and not renewed:
                renewed = True  # the issuer's keys were rotated, say; a fresh token tells
                self._upstream.tokens.reject(token)
                continue
            if not _worth_repeating(request.method, answer, failure):
                break
            wait = max(_backoff(patience, attempt), _asked_to_wait(answer))
            if attempt == patience.attempts or time.monotonic() + wait >= until:
                break
            await asyncio.sleep(wait)
        if answer is not None:
            return answer
        raise Unavailable(f"{self._upstream.name} cannot be reached") from failure

    async def _send(self, request: httpx.Request, path: str, until: float, attempt: int) -> httpx.Response:
        with calling(request.method, request.url, path, resent=attempt - 1) as answered:
            request.headers.update(trace_headers())
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(0.0, until - time.monotonic())):
                return answered(await self._upstream.http.send(request))

    def _problem(self, answer: httpx.Response) -> Problem:
        handled = HANDLED.get(answer.status_code)
        try:
            told = _ProblemBody.model_validate_json(answer.content)
        except ValidationError:
            told = _ProblemBody()
        if handled is None:
            return Unavailable(f"{self._upstream.name} answered {answer.status_code}")
        return handled(told.detail or told.title or f"{self._upstream.name} answered {answer.status_code}")


def _worth_repeating(method: str, answer: httpx.Response | None, failure: Exception | None) -> bool:
    if answer is None:
        return method in _TWICE_IS_ONCE or isinstance(failure, httpx.ConnectError | httpx.ConnectTimeout)
    if answer.status_code == 409:
        return "Retry-After" in answer.headers  # the first try under this key is still at work
    return answer.status_code in _NOT_DONE or (answer.status_code in _UNKNOWN and method in _TWICE_IS_ONCE)


def _backoff(patience: Patience, attempt: int) -> float:
    return _RANDOM.uniform(0, min(patience.longest, patience.first * 2**attempt))


def _asked_to_wait(answer: httpx.Response | None) -> float:
    asked = "" if answer is None else answer.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0
