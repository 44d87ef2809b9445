"""Rows and requests made of a stand's rows."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Table as SaTable
from sqlalchemy import inspect

from plano_kit.context import AnyContext
from plano_kit.database.tables import Table
from plano_kit.testing.bench import Bench
from plano_kit.testing.stand import Stand

C = TypeVar("C", bound=AnyContext)


async def given(bench: Bench[C], stand: Stand[C], table: type[Table], number: int, owner: UUID | None = None) -> Table:
    """A committed row of `table`, and before it the rows that it must refer to."""
    row = stand.rows[table](number)
    if owner is not None and table.__owner__ is not None:
        setattr(row, table.__owner__, owner)
    await _referred(bench, stand, row)
    return await bench.given(row)


async def body(bench: Bench[C], stand: Stand[C], table: type[Table], request: type[BaseModel], number: int) -> str:
    """The JSON of a request that makes such a row; the rows that it must refer to are there."""
    row = stand.rows[table](number)
    await _referred(bench, stand, row)
    told = {name: getattr(row, name) for name in request.model_fields if hasattr(row, name)}
    return request.model_validate(told).model_dump_json(by_alias=True)


async def _referred(bench: Bench[C], stand: Stand[C], row: Table) -> None:
    tables = {table_of(each): each for each in stand.rows}
    for key in table_of(type(row)).foreign_keys:
        wanted = getattr(row, str(key.parent.name))
        other = tables.get(key.column.table)
        if isinstance(wanted, UUID) and other is not None and not await bench.has(other, wanted):
            referred = stand.rows[other](wanted.int)
            referred.id = wanted
            await _referred(bench, stand, referred)
            await bench.given(referred)


def table_of(of: type[Table]) -> SaTable:
    """The table of a class."""
    found = inspect(of).local_table
    assert isinstance(found, SaTable)
    return found
