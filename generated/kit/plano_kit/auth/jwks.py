"""The issuer's public keys as a service that trusts it sees them."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

import httpx
import structlog
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError
from pydantic import BaseModel, ConfigDict, ValidationError

from plano_kit.problems import Unavailable

FRESH = 300.0
"""Seconds after which keys are fetched again, so that a withdrawn one stops counting."""
PAUSE = 10.0
"""Seconds between two fetches, so that invented key ids cannot make us flood the issuer."""
PAUSE_WITHOUT_KEYS = 1.0
"""The same while there are no keys at all, as when everything starts at once."""


class KeySource(Protocol):
    """Where a verifier finds public keys. `generation` changes whenever the set of keys does."""

    @property
    def generation(self) -> int: ...

    async def find(self, kid: str) -> EllipticCurvePublicKey | None:
        """The key of that id, None where the issuer has none such. Raises Unavailable where nobody can say."""
        ...


class JsonWebKey(BaseModel):
    """A P-256 public key as RFC 7517 and RFC 7518 section 6.2 write it."""

    model_config = ConfigDict(extra="ignore")

    kty: str
    crv: str = ""
    x: str = ""
    y: str = ""
    kid: str = ""
    use: str = "sig"
    alg: str = "ES256"


class JsonWebKeySet(BaseModel):
    """What `/auth/jwks.json` holds."""

    model_config = ConfigDict(extra="ignore")

    keys: list[JsonWebKey]

    def public_keys(self) -> dict[str, EllipticCurvePublicKey]:
        """The P-256 signature keys by id. Keys of other kinds are skipped: an issuer may have more than we read."""
        found: dict[str, EllipticCurvePublicKey] = {}
        for each in self.keys:
            if (each.kty, each.crv, each.use, each.alg) != ("EC", "P-256", "sig", "ES256") or not each.kid:
                continue
            try:
                key = PyJWK.from_dict(each.model_dump(), "ES256").key
            except PyJWTError:
                continue
            if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
                found[each.kid] = key
        return found


class RemoteKeys:
    """Keys fetched from `url` and kept. While the issuer is away, what was fetched before goes on counting."""

    def __init__(self, http: httpx.AsyncClient, url: str, *, fresh: float = FRESH, pause: float = PAUSE) -> None:
        self._http = http
        self._url = url
        self._fresh = fresh
        self._pause = pause
        self._keys: dict[str, EllipticCurvePublicKey] = {}
        self._fetched = 0.0
        self._tried = float("-inf")
        self._lock = asyncio.Lock()
        self._background: asyncio.Task[None] | None = None
        self._generation = 0
        self._log = structlog.get_logger("plano.auth")

    @property
    def generation(self) -> int:
        """How often the set of keys has changed."""
        return self._generation

    async def find(self, kid: str) -> EllipticCurvePublicKey | None:
        """The key of that id; an unknown id asks the issuer anew, within its pause.

        Raises Unavailable while no keys could be fetched yet.
        """
        if kid not in self._keys:
            await self._refresh()
            if not self._keys:
                raise Unavailable("the issuer's keys cannot be fetched, so no token can be checked")
        elif time.monotonic() - self._fetched > self._fresh and self._may_try() and not self._refreshing():
            self._background = asyncio.create_task(self._refresh())
        return self._keys.get(kid)

    def _refreshing(self) -> bool:
        return self._background is not None and not self._background.done()

    def _may_try(self) -> bool:
        pause = self._pause if self._keys else min(self._pause, PAUSE_WITHOUT_KEYS)
        return time.monotonic() - self._tried >= pause

    async def _refresh(self) -> None:
        async with self._lock:
            if not self._may_try():
                return
            self._tried = time.monotonic()
            try:
                answer = await self._http.get(self._url, timeout=5.0)
                answer.raise_for_status()
                keys = JsonWebKeySet.model_validate_json(answer.content).public_keys()
            except (httpx.HTTPError, ValidationError) as error:
                self._log.warning("the issuer's keys cannot be fetched", url=self._url, error=repr(error))
                return
            self._fetched = time.monotonic()
            if keys.keys() != self._keys.keys():
                self._generation += 1
            self._keys = keys

    async def settled(self) -> None:
        """Wait for a fetch that is under way."""
        if self._background is not None:
            await asyncio.gather(self._background, return_exceptions=True)

    async def close(self) -> None:
        """End a fetch that is under way."""
        if self._background is not None:
            self._background.cancel()
        await self.settled()
