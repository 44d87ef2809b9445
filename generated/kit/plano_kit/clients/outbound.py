"""What all calls of a process share: connections, and the service's own token."""

from __future__ import annotations

from typing import Protocol

import httpx
from pydantic import SecretStr

from plano_kit.clients.base import Upstream
from plano_kit.clients.smtp import MailServer
from plano_kit.clients.tokens import TokenSource


class Addresses(Protocol):
    """Where the services and externals of this environment are; `Settings` is one."""

    def url_of(self, name: str) -> str:
        """The base URL of a service or an external, `PLANO_URL_<NAME>`. Raises ValueError where it is not set."""
        ...

    def user_of(self, name: str) -> str | None:
        """`PLANO_USER_<NAME>`, None where it is not set."""
        ...

    def password_of(self, name: str) -> SecretStr | None:
        """`PLANO_PASSWORD_<NAME>`, None where it is not set."""
        ...


class Outbound:
    """One per process; generated code asks it for what each of its clients needs.

    `domain` is what a Message-ID ends in where a mail's sender has no domain. The connections are the Outbound's own
    and end with `close`.
    """

    def __init__(self, addresses: Addresses, tokens: TokenSource, domain: str) -> None:
        self._addresses = addresses
        self._tokens = tokens
        self._domain = domain
        self._http = httpx.AsyncClient(limits=httpx.Limits(max_connections=100, max_keepalive_connections=20))
        self._externals: dict[str, httpx.AsyncClient] = {}

    def service(self, name: str) -> Upstream:
        """What a `Client` of that service needs."""
        return Upstream(name, self._addresses.url_of(name), self._http, self._tokens)

    def smtp(self, name: str) -> MailServer:
        """What an `SmtpClient` of that external needs."""
        addresses = self._addresses
        return MailServer.at(addresses.url_of(name), addresses.user_of(name), addresses.password_of(name), self._domain)

    def external(self, name: str) -> httpx.AsyncClient:
        """What an `ExternalClient` of that external needs; user and password go as HTTP Basic where they are set."""
        if name not in self._externals:
            user, password = self._addresses.user_of(name), self._addresses.password_of(name)
            auth = httpx.BasicAuth(user, password.get_secret_value() if password else "") if user else None
            self._externals[name] = httpx.AsyncClient(base_url=self._addresses.url_of(name), auth=auth)
        return self._externals[name]

    async def close(self) -> None:
        """Close all connections."""
        for http in (self._http, *self._externals.values()):
            await http.aclose()
