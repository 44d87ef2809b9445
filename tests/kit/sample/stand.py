"""Where the sample runs: databases with two roles, and its application with people and services who call it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
import httpx
from fastapi import FastAPI

from plano_kit import jobs
from plano_kit.auth.issuer import SigningKeys
from plano_kit.auth.principal import Principal
from plano_kit.auth.tokens import ON_BEHALF_OF
from plano_kit.context import AnyContext
from plano_kit.runtime import Runtime
from plano_kit.service import Service
from plano_kit.settings import Settings
from tests.kit.sample.depot import DepotContext

C = TypeVar("C", bound=AnyContext)

OWNER, RUNNER = "depot_owner", "depot"
NAME = "test-local"
PARCEL: dict[str, object] = {"code": "P-1", "weight": "1.500"}

_ROLES = f"""
DO $$ BEGIN
    IF to_regrole('{OWNER}') IS NULL THEN CREATE ROLE {OWNER} LOGIN; CREATE ROLE {RUNNER} LOGIN; END IF;
END $$
"""
_RIGHTS = f"""
GRANT ALL ON SCHEMA public TO {OWNER};
GRANT CREATE ON DATABASE "{{name}}" TO {OWNER};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {RUNNER};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {RUNNER};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE ON SCHEMAS TO {RUNNER};
"""


@dataclass
class Place:
    """A database of a throw-away cluster; `url` is its superuser's."""

    url: str
    _shared: dict[str, Place] = field(default_factory=dict)

    def as_role(self, role: str) -> str:
        """The URL for that role."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}").geturl()

    def settings(self, issuer_url: str = "http://127.0.0.1:9") -> Settings:
        """Settings as they are in a pod, but less patient."""
        return Settings(
            database_url=self.as_role(RUNNER),
            owner_database_url=self.as_role(OWNER),
            issuer_url=issuer_url,
            statement_timeout=1.0,
            lock_timeout=0.3,
            pool_timeout=2.0,
        )

    async def sql(self, statement: str) -> None:
        """Run statements as the superuser."""
        connection = await asyncpg.connect(self.url)
        await connection.execute(statement)
        await connection.close()

    async def database(self) -> Place:
        """A new database with the two roles and what provisioning grants them."""
        name = f"d{uuid4().hex}"
        await self.sql(_ROLES)
        await self.sql(f'CREATE DATABASE "{name}"')
        made = Place(urlsplit(self.url)._replace(path=f"/{name}").geturl())
        await made.sql(_RIGHTS.format(name=name))
        return made

    async def migrated(self, service: Service[C]) -> Place:
        """A database of that service, migrated once in a run, and emptied each time."""
        if service.name not in self._shared:
            made = await self.database()
            await jobs.migrate(service, made.settings())
            self._shared[service.name] = made
        place = self._shared[service.name]
        await place.sql("TRUNCATE parcel, label, plano.idempotency, plano.outbox, plano.inbox")
        return place

    async def drop(self) -> None:
        """Remove the database."""
        name = urlsplit(self.url).path.strip("/")
        await Place(urlsplit(self.url)._replace(path="/postgres").geturl()).sql(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class Stand:
    """The application and who may call it."""

    app: FastAPI
    runtime: Runtime[DepotContext]
    keys: SigningKeys

    def token(self, principal: Principal) -> str:
        """An access token as the issuer would sign it."""
        return self.keys.sign(principal, NAME, 60)

    def browser(self, principal: Principal | None = None, behalf: Principal | None = None) -> httpx.AsyncClient:
        """A client of that principal, on behalf of a person where one is named; nobody's without."""
        headers = {} if principal is None else {"Authorization": f"Bearer {self.token(principal)}"}
        if behalf is not None:
            headers[ON_BEHALF_OF] = self.token(behalf)
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://depot", headers=headers)

    def person(self, *roles: str, id: UUID | None = None) -> httpx.AsyncClient:
        """The client of a person, a new one where no `id` is given."""
        return self.browser(Principal.user(id or uuid4(), frozenset(roles)))

    def service(self, name: str = "scale") -> httpx.AsyncClient:
        """The client of a service."""
        return self.browser(Principal.service(name))

    async def count(self, table: str) -> int:
        """How many committed rows there are."""
        return int(await self.runtime.pool.fetchval(f"SELECT count(*) FROM {table}"))


async def packed(client: httpx.AsyncClient, **members: object) -> dict[str, object]:
    """A parcel that this client made."""
    answer = await client.post("/parcels", json={**PARCEL, "code": uuid4().hex[:12], **members})
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made
