"""One service on a database of its own, open for one test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import httpx
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from plano_kit.app import create_app
from plano_kit.auth.principal import Principal
from plano_kit.auth.tokens import ON_BEHALF_OF, TokenVerifier
from plano_kit.context import AnyContext
from plano_kit.database.tables import Table
from plano_kit.runtime import Runtime
from plano_kit.service import Service
from plano_kit.settings import Settings
from plano_kit.testing.callers import Caller
from plano_kit.testing.nowhere import Nowhere
from plano_kit.testing.postgresql import Database
from plano_kit.testing.signing import KEYS, PEM

C = TypeVar("C", bound=AnyContext)
T = TypeVar("T", bound=Table)


class _Undone(Exception):
    """Ends a transaction whose work nobody wants to keep."""


class Giving:
    """What the context of a test can do besides."""

    session: AsyncSession

    async def given(self, row: T) -> T:
        """`row`, there from now on for this transaction."""
        self.session.add(row)
        await self.session.flush()
        return row


class Bench(Generic[C]):
    """A service that runs: `runtime`, and `client` to talk to its API without a network.

    Tokens are signed by a key of the tests; whoever the service would call cannot be reached, unless the environment
    names an address (`PLANO_URL_<NAME>`).
    """

    def __init__(self, runtime: Runtime[C], database: Database | None) -> None:
        self.runtime = runtime
        self.service = runtime.service
        self.app = create_app(runtime.service, runtime.settings, runtime)
        self._database = database
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://test")

    @classmethod
    @asynccontextmanager
    async def opened(cls, service: Service[C], database: Database | None) -> AsyncIterator[Bench[C]]:
        """The service on that database, which holds its newest revision; None where it has no database."""
        settings = settings_on(database)
        service = replace(service, context=type("Context", (Giving, service.context), {}))
        async with AsyncExitStack() as stack:
            runtime = await stack.enter_async_context(Runtime(service, settings))
            if service.trusts is not None:
                runtime.verifier = TokenVerifier(runtime.name, KEYS)
            runtime.outbound = Nowhere(settings, service.domain)
            stack.push_async_callback(runtime.outbound.close)
            bench = cls(runtime, database)
            await stack.enter_async_context(bench.app.router.lifespan_context(bench.app))
            await stack.enter_async_context(bench.client)
            yield bench

    def token(self, principal: Principal, *, lifetime: int = 300, issuer: str = "") -> str:
        """An access token for `principal`, good for so many seconds."""
        return KEYS.sign(principal, issuer or self.runtime.name, lifetime)

    def headers(self, caller: Caller, id: UUID | None = None) -> dict[str, str]:
        """The headers of a request from `caller`, as the person with that id if there is a person."""
        person = None if caller.roles is None else self.token(Principal.user(id or uuid4(), caller.roles))
        if caller.service is None:
            return {"Authorization": f"Bearer {person}"} if person else {}
        own = {"Authorization": f"Bearer {self.token(Principal.service(caller.service))}"}
        return own | ({ON_BEHALF_OF: person} if person else {})

    async def given(self, row: T) -> T:
        """`row`, committed; rows that it refers to must be there."""
        async with AsyncSession(self.runtime.engine, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return row

    async def emptied(self) -> None:
        """Remove every row."""
        if self._database is not None:
            await self._database.emptied()

    async def has(self, table: type[Table], id: UUID) -> bool:
        """Whether there is a committed row with that id."""
        async with AsyncSession(self.runtime.engine) as session:
            return await session.get(table, id) is not None

    @asynccontextmanager
    async def transaction(self, principal: Principal) -> AsyncIterator[C]:
        """A context in a real transaction, for `principal`; undone when the block ends."""
        with suppress(_Undone):
            async with self.runtime.transaction(principal) as ctx:
                yield ctx
                raise _Undone


def settings_on(database: Database | None) -> Settings:
    """The settings of a service under test."""
    url, owner = (database.url, database.owner_url) if database else ("", "")
    return Settings(database_url=url, owner_database_url=owner, signing_keys=SecretStr(PEM), cookie_secure=False)
