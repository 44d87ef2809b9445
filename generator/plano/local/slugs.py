"""The end of a revision's file name."""

from __future__ import annotations

import re
import unicodedata

from alembic.operations.ops import (
    AddColumnOp,
    AlterColumnOp,
    CreateCheckConstraintOp,
    CreateIndexOp,
    CreateTableOp,
    DropColumnOp,
    DropTableOp,
    MigrateOperation,
    OpContainer,
)

_LONGEST = 60


def slug_of(message: str) -> str:
    """`message` as lower-case words of a-z and 0-9 with `_` between them; empty where it has none."""
    plain = unicodedata.normalize("NFKD", message.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain)[:_LONGEST].strip("_")


def derived(container: OpContainer) -> str:
    """What the first operation does that has a name here, such as `add_gift_to_order`; `change` without one."""
    names = (_name(each) for each in _flat(container))
    return slug_of(next((name for name in names if name), "")) or "change"


def _flat(container: OpContainer) -> list[MigrateOperation]:
    found: list[MigrateOperation] = []
    for each in container.ops:
        found += _flat(each) if isinstance(each, OpContainer) else [each]
    return found


def _name(operation: MigrateOperation) -> str:
    match operation:
        case CreateTableOp(table_name=table):
            return f"create {table}"
        case DropTableOp(table_name=table):
            return f"drop {table}"
        case AddColumnOp(table_name=table, column=column):
            return f"add {column.name} to {table}"
        case DropColumnOp(table_name=table, column_name=column):
            return f"drop {column} of {table}"
        case AlterColumnOp(table_name=table, column_name=column):
            return f"change {column} of {table}"
        case CreateIndexOp(table_name=table):
            return f"index {table}"
        case CreateCheckConstraintOp(table_name=table):
            return f"check {table}"
        case _:
            return ""
