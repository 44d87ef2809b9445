"""The other services and externals, as a test finds them: away, unless the environment names an address."""

from __future__ import annotations

from plano_kit.clients.base import Patience, Upstream
from plano_kit.clients.outbound import Outbound
from plano_kit.clients.smtp import MailServer
from plano_kit.settings import Settings

NOWHERE = "127.0.0.1:9"
"""The discard port, where nobody listens."""


class _Token:
    """Where nobody is called, any token will do."""

    async def token(self) -> str:
        return "a-token-of-a-test"

    def reject(self, token: str) -> None:
        """There is no other."""


class _Addresses:
    def __init__(self, settings: Settings, scheme: str) -> None:
        self._settings = settings
        self._scheme = scheme
        self.user_of = settings.user_of
        self.password_of = settings.password_of

    def url_of(self, name: str) -> str:
        try:
            return self._settings.url_of(name)
        except ValueError:
            return f"{self._scheme}://{NOWHERE}"


class Nowhere(Outbound):
    """Gives clients that find nobody, and that at once."""

    def __init__(self, settings: Settings, domain: str) -> None:
        super().__init__(_Addresses(settings, "http"), _Token(), domain)
        self._mail = Outbound(_Addresses(settings, "smtp"), _Token(), domain)

    def service(self, name: str) -> Upstream:
        found = super().service(name)
        once = Patience(attempts=1)
        return found if NOWHERE not in found.url else Upstream(name, found.url, found.http, found.tokens, once)

    def smtp(self, name: str) -> MailServer:
        return self._mail.smtp(name)

    async def close(self) -> None:
        await super().close()
        await self._mail.close()
