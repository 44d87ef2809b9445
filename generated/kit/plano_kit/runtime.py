"""What one process of a service holds: its pools, its clients, its keys; and how a transaction begins and ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Generic, Self, TypeVar

import asyncpg
import httpx
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from plano_kit.auth.jwks import RemoteKeys
from plano_kit.auth.principal import Principal
from plano_kit.auth.tokens import TokenVerifier
from plano_kit.clients.outbound import Outbound
from plano_kit.clients.scope import CallScope
from plano_kit.clients.tokens import ClientCredentials, TokenSource
from plano_kit.context import AnyContext, Batch, Work
from plano_kit.database.engine import make_engine, make_pool
from plano_kit.database.migrate import Migrations
from plano_kit.database.tables import utc_now
from plano_kit.messaging.message import Message
from plano_kit.observability.liveness import Liveness
from plano_kit.service import Service
from plano_kit.settings import Settings

if TYPE_CHECKING:
    from plano_kit.auth.issuer import Issuing

C = TypeVar("C", bound=AnyContext)


class Runtime(Generic[C]):
    """Shared by all that runs in one process; used as `async with Runtime(service, settings) as runtime`.

    `pool` and `issuing` raise where the service has no database or issues nothing. Nothing connects before it is used.
    """

    def __init__(self, service: Service[C], settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self.liveness = Liveness()
        self.name = f"{service.platform}-{settings.environment}"
        self.log = structlog.stdlib.get_logger(f"plano.{service.name}")
        self.engine = make_engine(settings, service.name)
        self.migrations = (
            None
            if service.metadata is None
            else Migrations(service.package, service.metadata, issuer=service.issuer is not None)
        )
        self._source = f"/{self.name}/{service.name}"
        self._config = service.config()
        self._http = httpx.AsyncClient(timeout=5.0)
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self.issuing = self._make_issuing()
        self.verifier = self._make_verifier()
        self.outbound = Outbound(settings, self._tokens(), service.domain)

    async def __aenter__(self) -> Self:
        if self.service.metadata is not None:
            self._pool = await make_pool(self.settings, self.service.name)
        return self

    async def __aexit__(self, *_: object) -> None:
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self._http.aclose)
            closing.push_async_callback(self.outbound.close)
            closing.push_async_callback(self.engine.dispose)
            if self._pool is not None:
                closing.push_async_callback(self._pool.close)

    @property
    def pool(self) -> asyncpg.Pool[asyncpg.Record]:
        """The pool for statements known in advance. Raises RuntimeError outside of `async with`."""
        if self._pool is None:
            raise RuntimeError("this service has no database, or its runtime is not open")
        return self._pool

    @asynccontextmanager
    async def transaction(
        self,
        principal: Principal | None,
        *,
        owned: bool = False,
        scope: CallScope | None = None,
        message: Message | None = None,
        group: str = "",
        batch: Batch = (),
    ) -> AsyncIterator[C]:
        """A context whose transaction commits when the block ends, and is rolled back when the block raises."""
        if scope is None:
            scope = CallScope.of_message(group, message.id) if message else CallScope.once()
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            work = Work(
                session=session,
                principal=principal,
                owned=owned,
                scope=scope,
                source=self._source,
                now=utc_now(),
                log=self.log,
                group=group,
                message=message,
                batch=batch,
            )
            yield self.service.context(work, partial(self.service.clients, self.outbound), self._config)

    def _make_issuing(self) -> Issuing | None:
        if self.service.issuer is None:
            return None
        from plano_kit.auth.issuer import Issuing, SigningKeys

        keys = SigningKeys.parse(self.settings.signing_keys.get_secret_value())
        return Issuing(self.engine, self.service.issuer, self.name, keys, self.settings.clients)

    def _make_verifier(self) -> TokenVerifier | None:
        if self.issuing is not None:
            return self.issuing.verifier
        if self.service.trusts is None:
            return None
        keys = RemoteKeys(self._http, f"{self.settings.issuer_url.rstrip('/')}/auth/jwks.json")
        return TokenVerifier(self.name, keys)

    def _tokens(self) -> TokenSource:
        if self.issuing is not None:
            from plano_kit.auth.issuer import OwnTokens

            return OwnTokens(self.issuing, self.service.name)
        if self.service.trusts is None:
            return NoTokens()
        settings = self.settings
        return ClientCredentials(self._http, settings.issuer_url, self.service.name, settings.client_secret)


class NoTokens:
    """Where nobody issues tokens: every endpoint is public there, so calls go without one."""

    async def token(self) -> None:
        """There is none to give."""

    def reject(self, token: str) -> None:
        """There is none to reject."""
