"""Rows as JSON without a model in between: what the database holds has been checked on its way in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, TypeAlias

import asyncpg
from pydantic import BaseModel, GetCoreSchemaHandler, GetPydanticSchema, TypeAdapter
from pydantic_core import CoreSchema, core_schema
from sqlalchemy import Table

from plano_kit.database.tables import JsonOf

Row: TypeAlias = "asyncpg.Record | Mapping[str, object]"


class Rows:
    """Writes rows in the form of `response`, members that it does not have left out.

    Typed JSON is read through its type all the same: it may be of an older version, without what has a default by now.
    """

    def __init__(self, response: type[BaseModel], table: Table) -> None:
        row = Annotated[dict[str, object], GetPydanticSchema(lambda _, handler: _schema(response, handler))]
        self._one: TypeAdapter[dict[str, object]] = TypeAdapter(row)
        self._many: TypeAdapter[list[dict[str, object]]] = TypeAdapter(list[row])
        self._typed = {
            str(column.name): column.type.adapter
            for column in table.columns
            if isinstance(column.type, JsonOf) and column.name in response.model_fields
        }

    def one(self, row: Row) -> bytes:
        """A JSON object."""
        return self._one.dump_json(self._read(row))

    def many(self, rows: Iterable[Row]) -> bytes:
        """A JSON array of objects."""
        return self._many.dump_json([self._read(row) for row in rows])

    def _read(self, row: Row) -> dict[str, object]:
        members = dict(row)
        for name, adapter in self._typed.items():
            if members[name] is not None:
                members[name] = adapter.validate_python(members[name])
        return members


def _schema(response: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
    return core_schema.typed_dict_schema(
        {
            name: core_schema.typed_dict_field(handler.generate_schema(field.rebuild_annotation()))
            for name, field in response.model_fields.items()
        }
    )
