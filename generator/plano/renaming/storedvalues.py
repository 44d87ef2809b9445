"""Renaming a value of an enum in rows that have it: its CHECK goes first, and comes back as the models write it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alembic.operations.ops import ExecuteSQLOp, MigrateOperation
from sqlalchemy import ColumnClause, Connection, Text, column, table, text, update
from sqlalchemy.sql.elements import quoted_name

from plano.local.checks import Check
from plano.renaming.tables import Former

_CHECKS = text(
    "SELECT c.conname, pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c"
    " JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
    " JOIN pg_attribute a ON a.attrelid = t.oid AND c.conkey = ARRAY[a.attnum]"
    " WHERE c.contype = 'c' AND n.nspname = 'public' AND t.relname = :table AND a.attname = :column"
    " ORDER BY c.conname"
)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A CHECK that is dropped; with `again` one that is made as it was."""

    check: Check
    again: bool = False

    @property
    def title(self) -> str:
        return ""

    @property
    def back(self) -> Unchecked:
        """The step that undoes this one."""
        return Unchecked(self.check, not self.again)

    def operation(self) -> MigrateOperation:
        """The step as a migration writes it."""
        return self.check.made() if self.again else self.check.dropped()

    def statement(self) -> str:
        """The step as PostgreSQL takes it."""
        altered = f"ALTER TABLE {quoted(self.check.table)}"
        if self.again:
            return f"{altered} ADD CONSTRAINT {quoted(self.check.name)} CHECK ({self.check.sql})"
        return f"{altered} DROP CONSTRAINT {quoted(self.check.name)}"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Rows that have one value are given another."""

    table: str
    column: str
    old: str
    new: str

    @property
    def title(self) -> str:
        """What it does, in the words of a revision's file name."""
        return f"rename_{self.old}_to_{self.new}_in_{self.table}"

    @property
    def back(self) -> Rewritten:
        """The step that undoes this one. Rows that had the new value before, where both were allowed, get the old."""
        return Rewritten(self.table, self.column, self.new, self.old)

    def operation(self) -> MigrateOperation:
        """The step as a migration writes it."""
        return ExecuteSQLOp(self.statement())

    def statement(self) -> str:
        """The step as PostgreSQL takes it."""
        stored: ColumnClause[str] = column(quoted_name(self.column, True), Text())
        made = update(table(quoted_name(self.table, True), stored)).where(stored == self.old).values({stored: self.new})
        return str(made.compile(compile_kwargs={"literal_binds": True}))


def rewritten(connection: Connection, wanted: Iterable[Former]) -> tuple[Unchecked | Rewritten, ...]:
    """Give rows the values that `wanted` says, where their table still knows the old ones; gives the steps.

    Whether it does is what its CHECK says: the models' own has no old value, and so asks for nothing twice.
    """
    of_columns: dict[tuple[str, str], list[Former]] = defaultdict(list)
    for each in wanted:
        of_columns[each.table, each.column].append(each)
    done: list[Unchecked | Rewritten] = []
    for (of_table, of_column), formers in of_columns.items():
        checks = list(_checks(connection, of_table, of_column))
        due = [each for each in formers if any(_knows(check, each) for check in checks)]
        done += [Unchecked(check) for check in checks if any(_knows(check, each) for each in due)]
        done += [Rewritten(of_table, of_column, each.was, each.value) for each in due]
    for step in done:
        connection.execute(text(step.statement()))
    return tuple(done)


def _checks(connection: Connection, of_table: str, of_column: str) -> Iterator[Check]:
    """The CHECKs of one column alone."""
    for name, sql in connection.execute(_CHECKS, {"table": of_table, "column": of_column}):
        yield Check(of_table, str(name), str(sql))


def _knows(check: Check, former: Former) -> bool:
    """Whether a CHECK allows the old value."""
    return f"'{former.was}'" in check.sql


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'
