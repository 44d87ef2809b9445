"""Which tables, columns and values of a service a migration has to rename, as the blueprint says it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from plano.language.blueprint import ServiceDecl
from plano.platform.names import snake


@dataclass(frozen=True, slots=True)
class Former:
    """What a table, a column or a value of an enum was called.

    `table` is the table's own name now, `column` empty for a table, `value` for all but a value.
    """

    table: str
    column: str
    was: str
    value: str = ""


def formers(decl: ServiceDecl) -> tuple[Former, ...]:
    """Every old name that the entities of a service say: tables, then columns, then values."""
    named = {snake(name): each for name, each in decl.entities.items()}
    tables = [Former(table, "", snake(each.was)) for table, each in named.items() if each.was]
    columns = [
        Former(table, column, field.was)
        for table, each in named.items()
        for column, field in each.fields.items()
        if field.was
    ]
    values = [
        Former(table, column, old, new)
        for table, each in named.items()
        for column, field in each.fields.items()
        for new, old in field.values_were.items()
    ]
    return (*tables, *columns, *values)


def packed(found: tuple[Former, ...]) -> str:
    """Old names as one argument of a command."""
    return json.dumps([[each.table, each.column, each.was, each.value] for each in found])


def unpacked(text: str) -> tuple[Former, ...]:
    """What `packed` was given."""
    return tuple(Former(*each) for each in json.loads(text))
