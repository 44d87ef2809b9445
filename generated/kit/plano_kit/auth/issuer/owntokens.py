"""The issuer's own token, for its calls to others: it signs it itself, with no request to itself."""

from __future__ import annotations

import time

from plano_kit.auth.issuer.issuing import ACCESS_LIFETIME, Issuing
from plano_kit.auth.principal import Principal


class OwnTokens:
    """A `TokenSource` for the issuing service; `service` is its name."""

    def __init__(self, issuing: Issuing, service: str) -> None:
        self._issuing = issuing
        self._principal = Principal.service(service)
        self._token: str | None = None
        self._renew_at = 0.0

    async def token(self) -> str:
        """A token with at least half of its life before it."""
        if self._token is None or time.monotonic() >= self._renew_at:
            self._token = self._issuing.keys.sign(self._principal, self._issuing.name, ACCESS_LIFETIME)
            self._renew_at = time.monotonic() + ACCESS_LIFETIME / 2
        return self._token

    def reject(self, token: str) -> None:
        """Sign another one next time."""
        if token == self._token:
            self._token = None
