"""A database, its owner and its running role: the least that each needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql

from plano.local.errors import LocalError

_UNSEEDED = "made by plano up, which has not filled it yet"


@dataclass(frozen=True, slots=True)
class Account:
    """A database of one service: `role` runs it and has no DDL, `owner` migrates it."""

    database: str
    role: str
    password: str
    owner: str
    owner_password: str

    def url(self, address: str) -> str:
        """The running role's URL at a server."""
        return f"postgresql://{self.role}:{self.password}@{address}/{self.database}"

    def owner_url(self, address: str) -> str:
        """The owner's URL at a server."""
        return f"postgresql://{self.owner}:{self.owner_password}@{address}/{self.database}"


_ROLE = "CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"
_OWNED = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT ALL ON SCHEMA public TO {owner}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SCHEMAS TO {role}",
)


def provision(server_url: str, account: Account) -> bool:
    """Make the roles and the database where they are missing; gives whether it is still to be filled by `seed`.

    `server_url` is a superuser's, of any database of the server. Passwords are set to the account's every time.
    LocalError where the server does not answer or refuses.
    """
    names = {
        "database": sql.Identifier(account.database),
        "role": sql.Identifier(account.role),
        "owner": sql.Identifier(account.owner),
    }
    with connected(server_url) as server:
        for role, password in ((account.role, account.password), (account.owner, account.owner_password)):
            if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                server.execute(sql.SQL(_ROLE).format(role=sql.Identifier(role)))
            server.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
        if _comment(server, account.database) is None:
            server.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
            told = sql.SQL("COMMENT ON DATABASE {} IS {}")
            server.execute(told.format(names["database"], sql.Literal(_UNSEEDED)))
        unseeded = _comment(server, account.database) == _UNSEEDED
    with connected(server_url, account.database) as database:
        for statement in _OWNED:
            database.execute(sql.SQL(statement).format(**names))
    return unseeded


def filled(server_url: str, database: str) -> None:
    """Note that `seed` has filled the database, so that it is not asked again. LocalError."""
    with connected(server_url) as server:
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS NULL").format(sql.Identifier(database)))


def drop(server_url: str, database: str, *roles: str) -> None:
    """Remove a database, whoever is connected to it, and roles that own nothing else. LocalError."""
    with connected(server_url) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        for role in roles:
            server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


@contextmanager
def connected(server_url: str, database: str | None = None) -> Iterator[psycopg.Connection]:
    """A connection that commits each statement. LocalError in one line where the server refuses something."""
    url = server_url if database is None else f"{server_url.rpartition('/')[0]}/{quote(database, safe='')}"
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            yield connection
    except psycopg.Error as error:
        address = server_url.rpartition("@")[2].partition("/")[0]
        # The first line is the cause; below it stand advice, details, and the server's other addresses.
        told = str(error).strip().splitlines()[:1] or [type(error).__name__]
        raise LocalError(f"PostgreSQL at {address}: {told[0]}") from error


def _comment(server: psycopg.Connection, database: str) -> str | None:
    """The comment on a database, empty without one; None where there is no such database."""
    found = server.execute(
        "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    return None if found is None else str(found[0])
