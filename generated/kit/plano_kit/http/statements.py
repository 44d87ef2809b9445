"""The SQL of a resource, built once for each form and kept, so that PostgreSQL prepares it once a connection."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Table, make_url

_DIALECT = make_url("postgresql+asyncpg://").get_dialect()()


class Statements:
    """The statements over one table, for asyncpg. `owner` is the column of the owner's filter."""

    def __init__(self, table: Table, owner: str | None) -> None:
        quote = _DIALECT.identifier_preparer.quote_identifier
        self._types = {str(column.name): column.type.compile(_DIALECT) for column in table.columns}
        self._quoted = {name: quote(name) for name in self._types}
        self._table = f"public.{quote(table.name)}"
        self._owner = owner
        self._all = ", ".join(self._quoted.values())
        numbers = ", ".join(f"${number}" for number in range(1, len(self._types) + 1))
        self.insert = f"INSERT INTO {self._table} ({self._all}) VALUES ({numbers}) RETURNING {self._all}"
        self.page = lru_cache(maxsize=256)(self._page)
        self.count = lru_cache(maxsize=256)(self._count)
        self.get = lru_cache(maxsize=2)(self._get)
        self.update = lru_cache(maxsize=256)(self._update)
        self.delete = lru_cache(maxsize=4)(self._delete)

    def _page(self, sort: str, filters: tuple[str, ...], *, owned: bool, after: bool) -> str:
        """Parameters: the owner, the filters, the cursor's key and its id (once where these are one), the limit."""
        conditions = self._conditions(filters, owned)
        number = len(conditions) + 1
        key = sort.removeprefix("-")
        direction, sign = ("DESC", "<") if sort.startswith("-") else ("ASC", ">")
        columns = [key] if key == "id" else [key, "id"]
        if after:
            # Both come as text, whatever their types.
            left = ", ".join(self._quoted[name] for name in columns)
            right = ", ".join(f"${number + place}::text::{self._types[name]}" for place, name in enumerate(columns))
            conditions.append(f"({left}) {sign} ({right})")
            number += len(columns)
        order = ", ".join(f"{self._quoted[name]} {direction}" for name in columns)
        return f"SELECT {self._all} FROM {self._table}{_where(conditions)} ORDER BY {order} LIMIT ${number}"

    def _count(self, filters: tuple[str, ...], *, owned: bool) -> str:
        """Parameters: the owner, the filters."""
        return f"SELECT count(*) FROM {self._table}{_where(self._conditions(filters, owned))}"

    def _get(self, *, owned: bool) -> str:
        """Parameters: the id, the owner."""
        return f"SELECT {self._all} FROM {self._table}{_where(self._one(owned, versioned=False))}"

    def _update(self, names: tuple[str, ...], *, owned: bool, versioned: bool) -> str:
        """Parameters: the id, the owner, the version, the time, the values."""
        conditions = self._one(owned, versioned)
        number = len(conditions) + 1
        changes = [f'"updated_at" = ${number}', '"row_version" = "row_version" + 1']
        changes += [f"{self._quoted[name]} = ${number + place}" for place, name in enumerate(names, 1)]
        return f"UPDATE {self._table} SET {', '.join(changes)}{_where(conditions)} RETURNING {self._all}"

    def _delete(self, *, owned: bool, versioned: bool) -> str:
        """Parameters: the id, the owner, the version."""
        return f'DELETE FROM {self._table}{_where(self._one(owned, versioned))} RETURNING "id"'

    def _one(self, owned: bool, versioned: bool) -> list[str]:
        columns = ["id", *([self._owner_column()] if owned else []), *(["row_version"] if versioned else [])]
        return [f'"{name}" = ${number}' for number, name in enumerate(columns, 1)]

    def _conditions(self, filters: Sequence[str], owned: bool) -> list[str]:
        names = [*([self._owner_column()] if owned else []), *filters]
        return [f"{self._quoted[name]} = ${number}" for number, name in enumerate(names, 1)]

    def _owner_column(self) -> str:
        if self._owner is None:
            raise LookupError("access is `owner`, and the table has none")
        return self._owner


def _where(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""
