"""A database, its owner and its running role: the least that each needs."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql


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
    """Make the roles and the database where they are missing; gives whether the database was made just now.

    `server_url` is a superuser's, of any database of the server. Passwords are set to the account's every time.
    """
    names = {
        "database": sql.Identifier(account.database),
        "role": sql.Identifier(account.role),
        "owner": sql.Identifier(account.owner),
    }
    with psycopg.connect(server_url, autocommit=True) as server:
        for role, password in ((account.role, account.password), (account.owner, account.owner_password)):
            if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                server.execute(sql.SQL(_ROLE).format(role=sql.Identifier(role)))
            server.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
        exists = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [account.database]).fetchone()
        if not exists:
            server.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
    with psycopg.connect(server_url, dbname=account.database, autocommit=True) as database:
        for statement in _OWNED:
            database.execute(sql.SQL(statement).format(**names))
    return not exists
