"""A plain HTTP client for what is not of this platform."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from plano_kit.clients.scope import CallScope
from plano_kit.observability.calls import calling

Json = str | int | float | bool | None | Mapping[str, "Json"] | list["Json"]


class ExternalClient:
    """httpx, bound to the URL that the blueprint names. It never carries a token of the platform.

    Requests that may change something carry an `Idempotency-Key` that is the same when the handler runs again; a
    server that knows the header does the work once. Answers come as they are and errors are httpx's own: only the
    handler knows what that server means by them.
    """

    def __init__(self, http: httpx.AsyncClient, scope: CallScope) -> None:
        self._http = http
        self._scope = scope

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int | float | bool | None] | None = None,
        json: Json = None,
        data: Mapping[str, str] | None = None,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = 10.0,
    ) -> httpx.Response:
        """Send one request, once; waiting up to `seconds`. Raises httpx.TransportError where there is no answer."""
        sent = httpx.Headers(headers)
        if method.upper() not in ("GET", "HEAD", "OPTIONS"):
            sent.setdefault("Idempotency-Key", self._scope.next_key())
        with calling(method, self._http.base_url) as answered:
            return answered(
                await self._http.request(
                    method, path, params=params, json=json, data=data, content=content, headers=sent, timeout=seconds
                )
            )

    async def get(
        self,
        path: str,
        *,
        params: Mapping[str, str | int | float | bool | None] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """`request` for a GET."""
        return await self.request("GET", path, params=params, headers=headers)

    async def post(
        self,
        path: str,
        *,
        json: Json = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """`request` for a POST of JSON or a form."""
        return await self.request("POST", path, json=json, data=data, headers=headers)
