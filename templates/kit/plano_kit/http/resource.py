"""What `expose` opens: list, get, create, update and delete of one table, in statements known in advance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from typing import Generic, TypeVar
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolAcquireContext
from fastapi import Response
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_json
from sqlalchemy import Column, inspect
from sqlalchemy import Table as SaTable

from plano_kit.context import AnyContext
from plano_kit.database.engine import AnyConnection
from plano_kit.database.tables import JsonOf, Table, utc_now
from plano_kit.http.call import JSON, Call
from plano_kit.http.etag import etag, unchanged, wanted_version
from plano_kit.http.idempotency import PooledConnection, claim, claim_of, keep
from plano_kit.http.pagination import PageQuery, read_cursor, write_cursor
from plano_kit.http.rows import Row, Rows
from plano_kit.http.statements import Statements
from plano_kit.problems import NotFound, PreconditionFailed, Unprocessable
from plano_kit.types import Model

T = TypeVar("T", bound=Table)
R = TypeVar("R", bound=Model)
C = TypeVar("C", bound=AnyContext)


def _connection(call: Call[C]) -> PoolAcquireContext[asyncpg.Record]:
    """A connection of the pool, waited for as long as its time-out lets it where none is free."""
    pool, timeout = call.runtime.pool, call.runtime.settings.pool_timeout
    # A time-out costs a task, which a request that need not wait does not pay.
    return pool.acquire() if pool.get_idle_size() else pool.acquire(timeout=timeout)


class Resource(Generic[T, R]):
    """One table as a REST resource. `sorts` are the orders that indexes serve, `-` for descending.

    Where the call's access is `owner`, every statement holds the owner's filter: another's row is not found.
    """

    def __init__(
        self,
        table: type[T],
        response: type[R],
        *,
        owner: str | None = None,
        sorts: Sequence[str] = ("-id", "id"),
        default_sort: str = "-id",
    ) -> None:
        self._table = table
        self._response = response
        self._owner = owner
        self._sorts = frozenset(sorts)
        self._default_sort = default_sort

    @cached_property
    def _columns(self) -> dict[str, Column[object]]:
        return {str(column.name): column for column in self._sa.columns}

    @cached_property
    def _sa(self) -> SaTable:
        local = inspect(self._table).local_table
        assert isinstance(local, SaTable)
        return local

    @cached_property
    def _optional(self) -> dict[str, FieldInfo]:
        return {name: field for name, field in self._table.model_fields.items() if not field.is_required()}

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self._response, self._sa)

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self._sa, self._owner)

    async def list(self, call: Call[C], page: PageQuery, filters: Mapping[str, object]) -> Response:
        """One page of the rows that match; a filter of None is not asked for."""
        sort = page.sort or self._default_sort
        if sort not in self._sorts:
            raise Unprocessable(f"sort is one of {', '.join(sorted(self._sorts))}")
        wanted = {name: value for name, value in filters.items() if value is not None}
        values = [*self._own(call), *(self._bound(name, value) for name, value in wanted.items())]
        after: tuple[str, ...] = read_cursor(page.cursor, sort) if page.cursor else ()
        if sort.removeprefix("-") == "id":
            after = after[1:]
        statement = self._statements.page(sort, tuple(wanted), owned=call.grant.owned, after=bool(after))
        async with _connection(call) as connection:
            rows = await connection.fetch(statement, *values, *after, page.limit + 1)
            count = None
            if page.count:
                counted = self._statements.count(tuple(wanted), owned=call.grant.owned)
                count = await connection.fetchval(counted, *values)
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        items = self._rows.many(shown)
        following = to_json(self._cursor(sort, shown[-1]) if more else None)
        counting = b"" if count is None else b',"count":%d' % count
        return Response(b'{"items":%b,"next":%b%b}' % (items, following, counting), 200, None, JSON)

    async def get(self, call: Call[C], id: UUID) -> Response:
        """The row with that id; 304 where If-None-Match names its version."""
        statement = self._statements.get(owned=call.grant.owned)
        async with _connection(call) as connection:
            row = await connection.fetchrow(statement, id, *self._own(call))
        if row is None:
            raise self._missing()
        if unchanged(call.request, row["row_version"]):
            return Response(status_code=304, headers={"ETag": etag(row["row_version"])})
        return self._shown(row, 200)

    async def create(self, call: Call[C], request: BaseModel) -> Response:
        """A new row, the principal's own where the table has an owner."""
        now = utc_now()
        row = self._defaults() | {"created_at": now, "updated_at": now}
        row |= {name: getattr(request, name) for name in type(request).model_fields}
        if self._owner not in (None, "id") and call.grant.principal is not None:
            row[str(self._owner)] = call.grant.principal.id
        bound = [self._bound(name, row[name]) for name in self._columns]
        taken = await claim_of(call.request, call.grant.principal)
        async with _connection(call) as connection:
            if taken is None:
                # One statement is its own transaction, and committed when its row comes back.
                return await self._insert(connection, bound)
            async with connection.transaction():
                held = PooledConnection(connection)
                if (before := await claim(held, taken)) is not None:
                    return before
                response = await self._insert(connection, bound)
                await keep(held, taken, response)
        return response

    def _defaults(self) -> dict[str, object]:
        """What a new row holds where nothing is said; its id among that."""
        return {name: field.get_default(call_default_factory=True) for name, field in self._optional.items()}

    async def _insert(self, connection: AnyConnection, bound: Sequence[object]) -> Response:
        made = await connection.fetchrow(self._statements.insert, *bound)
        assert made is not None
        return self._shown(made, 201)

    async def update(self, call: Call[C], id: UUID, request: BaseModel) -> Response:
        """The row with what the request gives; 412 where it is no longer the version of If-Match."""
        names = tuple(name for name in type(request).model_fields if name in request.model_fields_set)
        version = wanted_version(call.request)
        statement = self._statements.update(names, owned=call.grant.owned, versioned=version is not None)
        values = [self._bound(name, getattr(request, name)) for name in names]
        guard = () if version is None else (version,)
        async with _connection(call) as connection:
            row = await connection.fetchrow(statement, id, *self._own(call), *guard, utc_now(), *values)
            if row is None:
                raise await self._refused(connection, call, id)
        return self._shown(row, 200)

    async def delete(self, call: Call[C], id: UUID) -> Response:
        """Remove the row; 412 where it is no longer the version of If-Match."""
        version = wanted_version(call.request)
        statement = self._statements.delete(owned=call.grant.owned, versioned=version is not None)
        guard = () if version is None else (version,)
        async with _connection(call) as connection:
            if await connection.fetchrow(statement, id, *self._own(call), *guard) is None:
                raise await self._refused(connection, call, id)
        return Response(status_code=204)

    async def _refused(self, connection: AnyConnection, call: Call[C], id: UUID) -> NotFound | PreconditionFailed:
        statement = self._statements.get(owned=call.grant.owned)
        if await connection.fetchrow(statement, id, *self._own(call)) is None:
            return self._missing()
        return PreconditionFailed("it changed since the ETag in If-Match")

    def _own(self, call: Call[C]) -> tuple[object, ...]:
        if not call.grant.owned:
            return ()
        assert call.grant.principal is not None
        return (call.grant.principal.id,)

    def _bound(self, name: str, value: object) -> object:
        kind = self._columns[name].type
        return kind.wire(value) if isinstance(kind, JsonOf) else value

    def _shown(self, row: Row, status: int) -> Response:
        body = self._rows.one(row)
        version = row["row_version"]
        assert isinstance(version, int)
        return Response(body, status, {"ETag": etag(version)}, JSON)

    def _missing(self) -> NotFound:
        return NotFound(f"there is no {self._table.__name__.lower()} with this id")

    @staticmethod
    def _cursor(sort: str, row: Row) -> str:
        key = row[sort.removeprefix("-")]
        written = key.isoformat() if isinstance(key, datetime | date | time) else str(key)
        return write_cursor(sort, written, str(row["id"]))
