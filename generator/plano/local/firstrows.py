"""One row in each table, so that a revision meets rows and not only tables."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import Column, Connection, MetaData, insert, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from plano.renaming.storedvalues import quoted

_SCHEMA = "public"
_BOUND = r"{} \(?'?(-?[0-9.]+)"


def fill(connection: Connection) -> None:
    """Put one row into each table that takes one; what may be null is. A table with a pattern, say, stays empty.

    Rows refer to each other where they must.
    """
    found = MetaData()
    found.reflect(connection)
    given: dict[str, object] = {}
    for table in found.sorted_tables:
        conditions = [str(each["sqltext"]) for each in inspect(connection).get_check_constraints(table.name)]
        row = {column.name: _value(column, conditions, given) for column in table.columns if not column.nullable}
        try:
            with connection.begin_nested():
                connection.execute(insert(table).values(row))
        except DBAPIError:
            continue
        given |= {f"{table.name}.{name}": value for name, value in row.items()}


def empty(connection: Connection) -> None:
    """Take all rows out of the tables again."""
    tables = inspect(connection).get_table_names(_SCHEMA)
    if tables:
        connection.execute(text(f"TRUNCATE {', '.join(map(quoted, tables))} CASCADE"))


def _value(column: Column[object], conditions: list[str], given: dict[str, object]) -> object:
    for key in column.foreign_keys:
        if key.target_fullname in given:
            return given[key.target_fullname]
    said = " ".join(each for each in conditions if re.search(rf"\b{re.escape(column.name)}\b", each))
    return _of_type(_kind(column.type), said)


def _kind(stored: TypeEngine[object]) -> type:
    try:
        return stored.python_type
    except NotImplementedError:
        return dict


def _of_type(kind: type, condition: str) -> object:
    match kind:
        case _ if kind is str:
            values = re.findall(r"'((?:[^']|'')*)'", condition)
            return str(values[0]).replace("''", "'") if values else ""
        case _ if kind in (int, float, Decimal):
            return kind(_number(condition))
        case _ if kind is uuid.UUID:
            return uuid.uuid4()
        case _ if kind is datetime:
            return datetime.now(UTC)
    plain: dict[type, object] = {bool: False, date: date(2026, 1, 1), time: time(12), timedelta: timedelta(minutes=1)}
    return plain.get(kind, {})


def _number(condition: str) -> str:
    """Zero, or the bound next to it where it is not allowed."""
    for sign in (">=", "<="):
        bound = re.search(_BOUND.format(sign), condition)
        if bound and (Decimal(bound[1]) > 0) == (sign == ">="):
            return bound[1]
    return "0"
