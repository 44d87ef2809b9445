"""The service's own access token."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol
from urllib.parse import quote_plus

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from plano_kit.observability.calls import calling, trace_headers
from plano_kit.problems import Unavailable

EARLY = 0.2
"""The part of a token's life that is left when the next one is fetched."""
PAUSE = 1.0
"""Seconds between two attempts at an issuer that is away."""


class TokenSource(Protocol):
    """Where a client gets the calling service's token."""

    async def token(self) -> str | None:
        """A token that is good now, None where nobody issues any. Raises Unavailable where the issuer gives none."""
        ...

    def reject(self, token: str) -> None:
        """This token was refused: do not give it again."""
        ...


class TokenResponse(BaseModel):
    """What `/auth/token` answers (RFC 6749, 5.1); `expires_in` in seconds."""

    model_config = ConfigDict(extra="ignore")

    access_token: str
    expires_in: int


class ClientCredentials:
    """Fetches tokens from the issuer by client credentials, one request at a time, and keeps each until it is old.

    While the issuer is away the token at hand goes on being given for as long as it is good.
    """

    def __init__(self, http: httpx.AsyncClient, issuer_url: str, service: str, secret: SecretStr) -> None:
        self._http = http
        self._url = f"{issuer_url.rstrip('/')}/auth/token"
        self._service = service
        self._secret = secret
        self._lock = asyncio.Lock()
        self._token: str | None = None
        self._renew_at = 0.0
        self._expires_at = 0.0
        self._failed_at = float("-inf")

    async def token(self) -> str:
        """The service's token. Raises Unavailable where the issuer gives none."""
        if self._token is None or time.monotonic() >= self._renew_at:
            async with self._lock:
                if self._token is None or time.monotonic() >= self._renew_at:
                    return await self._fetch()
        return self._token

    def reject(self, token: str) -> None:
        """Forget the token, if it is the one at hand."""
        if token == self._token:
            self._token = None

    async def _fetch(self) -> str:
        asked_at = time.monotonic()
        good = self._token if asked_at < self._expires_at else None
        if good is not None and asked_at - self._failed_at < PAUSE:
            return good
        self._failed_at = asked_at
        try:
            with calling("POST", httpx.URL(self._url), "/auth/token") as answered:
                answer = answered(
                    await self._http.post(
                        self._url,
                        data={"grant_type": "client_credentials"},
                        headers=trace_headers(),
                        # Form-encoded before they are joined: RFC 6749, 2.3.1.
                        auth=(quote_plus(self._service), quote_plus(self._secret.get_secret_value())),
                        timeout=5.0,
                    )
                )
            answer.raise_for_status()
            fetched = TokenResponse.model_validate_json(answer.content)
        except httpx.HTTPStatusError as error:
            if good is None:
                raise Unavailable(
                    f"the issuer gave no token to {self._service}: {error.response.status_code}"
                ) from None
            return good
        except (httpx.HTTPError, ValidationError) as error:
            if good is None:
                raise Unavailable(f"the issuer gave no token to {self._service}") from error
            return good
        self._failed_at = float("-inf")
        self._token = fetched.access_token
        self._renew_at = asked_at + fetched.expires_in * (1 - EARLY)
        self._expires_at = asked_at + fetched.expires_in
        return fetched.access_token
