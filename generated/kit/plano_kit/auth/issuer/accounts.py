"""Accounts: the account entity's row joined with what the kit keeps of it in `plano.credential`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, FromClause, Select, column, delete, func, inspect, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from plano_kit.auth.principal import Principal
from plano_kit.types import Email

ADMIN = "admin"
"""The role that always exists and that alone may change others' roles."""

_credential = table(
    "credential", column("account_id"), column("password"), column("roles"), column("blocked_at"), schema="plano"
)
_EMAIL = TypeAdapter[str](Email)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the issuer judges it. `password` is None where the row has no credential and so no log-in."""

    id: UUID
    password: str | None
    roles: frozenset[str]
    blocked: bool

    def principal(self) -> Principal:
        """The person that a token for this account speaks for."""
        return Principal.user(self.id, self.roles)


class Accounts:
    """Reads and changes accounts on a connection whose transaction the caller holds.

    `entity` is the mapped class of the account and `email` the name of its e-mail field. A row that was deleted is no
    account, whatever credential it leaves behind.
    """

    def __init__(self, entity: type[SQLModel], email: str) -> None:
        self._table: FromClause = inspect(entity).local_table
        self._id: ColumnElement[UUID] = self._table.c["id"]
        self._email: ColumnElement[str] = self._table.c[email]

    async def by_email(self, connection: AsyncConnection, email: str) -> Account | None:
        """The account with that e-mail, compared in lower case as it is stored."""
        return await self._one(connection, self._select().where(self._email == email.lower()))

    async def by_id(self, connection: AsyncConnection, id: UUID, *, lock: bool = False) -> Account | None:
        """The account of that id; `lock` holds its credential until the transaction ends."""
        if lock:
            await connection.execute(
                text("SELECT 1 FROM plano.credential WHERE account_id = :id FOR UPDATE"), {"id": id}
            )
        return await self._one(connection, self._select().where(self._id == id))

    async def add(self, connection: AsyncConnection, id: UUID, password: str, roles: Iterable[str] = ()) -> None:
        """Give the account row a credential; it must have none."""
        await connection.execute(
            text("INSERT INTO plano.credential (account_id, password, roles) VALUES (:id, :password, :roles)"),
            {"id": id, "password": password, "roles": sorted(roles)},
        )

    async def set_password(self, connection: AsyncConnection, id: UUID, password: str) -> None:
        """Replace the hash of the account's password."""
        await connection.execute(
            text("UPDATE plano.credential SET password = :password WHERE account_id = :id"),
            {"id": id, "password": password},
        )

    async def set_roles(self, connection: AsyncConnection, id: UUID, roles: Iterable[str]) -> None:
        """Replace the account's roles; tokens that are out hold the old ones until they expire."""
        await connection.execute(
            text("UPDATE plano.credential SET roles = :roles WHERE account_id = :id"),
            {"id": id, "roles": sorted(roles)},
        )

    async def set_blocked(self, connection: AsyncConnection, id: UUID, blocked: bool) -> None:
        """Block the account, or let it in again."""
        await connection.execute(
            text(
                "UPDATE plano.credential SET blocked_at = CASE WHEN :blocked THEN coalesce(blocked_at, now()) END"
                " WHERE account_id = :id"
            ),
            {"id": id, "blocked": blocked},
        )

    async def one_at_a_time(self, connection: AsyncConnection) -> None:
        """Wait until no other transaction changes roles or blocks, so that two admins cannot remove each other."""
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('plano.credential', 0))"))

    async def other_admins(self, connection: AsyncConnection, id: UUID) -> int:
        """How many admins besides this account could log in."""
        counted = await connection.execute(
            select(func.count())
            .select_from(self._table.join(_credential, _credential.c.account_id == self._id))
            .where(self._id != id, _credential.c.blocked_at.is_(None), text("'admin' = ANY (plano.credential.roles)"))
        )
        return int(counted.scalar_one())

    async def prune(self, connection: AsyncConnection) -> int:
        """Remove the credentials of accounts whose row was deleted, and their sessions with them; gives how many."""
        row = select(self._id).where(self._id == _credential.c.account_id)
        return (await connection.execute(delete(_credential).where(~row.exists()))).rowcount

    def _select(self) -> Select[UUID, str | None, list[str] | None, object]:
        return select(self._id, _credential.c.password, _credential.c.roles, _credential.c.blocked_at).select_from(
            self._table.outerjoin(_credential, _credential.c.account_id == self._id)
        )

    @staticmethod
    async def _one(
        connection: AsyncConnection, statement: Select[UUID, str | None, list[str] | None, object]
    ) -> Account | None:
        row = (await connection.execute(statement)).one_or_none()
        if row is None:
            return None
        id, password, roles, blocked_at = row
        return Account(id, password, frozenset(roles or ()), blocked_at is not None)


def normal_email(written: str) -> str | None:
    """The address in the form that accounts store, None where it is none."""
    try:
        return _EMAIL.validate_python(written.strip())
    except ValidationError:
        return None
