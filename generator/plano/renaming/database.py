"""Renaming tables, columns and values in a migration, so that their rows stay: before anything else is compared.

What PostgreSQL holds under the old name gets the new one, and its constraints and indexes the names that belong
to it. All of that is done on the connection first, so that what is compared afterwards is what is left to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import AlterColumnOp, ExecuteSQLOp, MigrateOperation, MigrationScript, RenameTableOp
from sqlalchemy import Connection, MetaData, inspect, text

from plano.local.slugs import slug_of
from plano.renaming.storedvalues import Rewritten, Unchecked, quoted, rewritten
from plano.renaming.tables import Former

_SCRATCH = "plano_renamed"
_SCHEMA = "public"
_CONSTRAINTS = text(
    "SELECT t.relname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
    " JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
    " WHERE n.nspname = :schema AND c.contype IN ('p', 'u', 'f', 'c')"
)
_INDEXES = text(
    "SELECT t.relname, i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
    " JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
    " WHERE n.nspname = :schema AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One rename: of a table, of a column of `table`, or of a constraint or index on it."""

    what: Literal["table", "column", "constraint", "index"]
    table: str
    old: str
    new: str

    @property
    def back(self) -> Step:
        """The step that undoes this one."""
        return Step(self.what, self.new if self.what == "table" else self.table, self.new, self.old)

    @property
    def title(self) -> str:
        """What it does, in the words of a revision's file name."""
        return f"rename_{self.old}_{f'to_{self.new}' if self.what == 'table' else f'of_{self.table}'}"

    def operation(self) -> MigrateOperation:
        """The step as a migration writes it."""
        match self.what:
            case "table":
                return RenameTableOp(self.old, self.new)
            case "column":
                return AlterColumnOp(self.table, self.old, modify_name=self.new)
        return ExecuteSQLOp(self.statement())

    def statement(self) -> str:
        """The step as PostgreSQL takes it."""
        old, new, table = quoted(self.old), quoted(self.new), quoted(self.table)
        match self.what:
            case "table":
                return f"ALTER TABLE {old} RENAME TO {new}"
            case "column":
                return f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}"
            case "constraint":
                return f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}"
        return f"ALTER INDEX {old} RENAME TO {new}"


AnyStep = Step | Unchecked | Rewritten


@renderers.dispatch_for(RenameTableOp)
def _rendered(context: AutogenContext, renamed: RenameTableOp) -> str:
    return f"op.rename_table({renamed.table_name!r}, {renamed.new_table_name!r})"


def rename(connection: Connection, metadata: MetaData, wanted: Iterable[Former]) -> tuple[AnyStep, ...]:
    """Rename on the connection what `wanted` says and the database still has under its old name; gives the steps.

    SystemExit, with one line, where two names say that each was the other.
    """
    every = list(wanted)
    left = [each for each in every if not each.value]
    _insist_no_circle(left)
    done: list[AnyStep] = []
    while (step := next(filter(None, (_step(connection, each) for each in left)), None)) is not None:
        connection.execute(text(step.statement()))
        done.append(step)
    done += rewritten(connection, (each for each in every if each.value))
    if not done:
        return ()
    for step in _named(connection, metadata):
        connection.execute(text(step.statement()))
        done.append(step)
    return tuple(done)


def add_to(script: MigrationScript, steps: tuple[AnyStep, ...]) -> None:
    """Put the steps before all else in `script`, and behind all else what takes them back."""
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    script.upgrade_ops.ops[:0] = [each.operation() for each in steps]
    script.downgrade_ops.ops += [each.back.operation() for each in reversed(steps)]


def title(steps: tuple[AnyStep, ...]) -> str:
    """What the first step does that has a name, as the end of a revision's file name; empty without one."""
    return slug_of(next((each.title for each in steps if each.title), ""))


def _step(connection: Connection, former: Former) -> Step | None:
    """The step that gives a table or a column its new name; None where it has it, or where there is nothing."""
    found = inspect(connection)
    tables = set(found.get_table_names(_SCHEMA))
    if not former.column:
        there = former.was in tables and former.table not in tables
        return Step("table", former.was, former.was, former.table) if there else None
    if former.table not in tables:
        return None
    columns = {str(each["name"]) for each in found.get_columns(former.table, _SCHEMA)}
    there = former.was in columns and former.column not in columns
    return Step("column", former.table, former.was, former.column) if there else None


def _named(connection: Connection, metadata: MetaData) -> list[Step]:
    """The steps that give constraints and indexes their names.

    PostgreSQL itself says which is which: the tables are made once more, in a schema that is rolled back, and
    what is defined alike is the same.
    """
    now = _definitions(connection, _SCHEMA)
    with connection.begin_nested() as scratch:
        connection.execute(text(f"CREATE SCHEMA {_SCRATCH}"))
        mapped = connection.execution_options(schema_translate_map={None: _SCRATCH})
        metadata.create_all(mapped, checkfirst=False)
        connection.execution_options(schema_translate_map=None)
        wanted = _definitions(connection, _SCRATCH)
        scratch.rollback()
    steps: list[Step] = []
    for (what, table, definition), names in sorted(now.items()):
        meant = wanted.get((what, table, definition), set())
        for old, new in zip(sorted(names - meant), sorted(meant - names), strict=False):
            steps.append(Step("constraint" if what == "constraint" else "index", table, old, new))
    return _in_turn(steps)


def _definitions(connection: Connection, schema: str) -> dict[tuple[str, str, str], set[str]]:
    """Constraint or index, its table and its definition → the names that it has there."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for what, query in (("constraint", _CONSTRAINTS), ("index", _INDEXES)):
        for table, name, said in connection.execute(query, {"schema": schema}):
            definition = str(said).replace(f"{schema}.", "")
            if what == "index":
                definition = f"{'UNIQUE ' in definition} {definition.partition(' USING ')[2]}"
            found[what, str(table), definition].add(str(name))
    return dict(found)


def _in_turn(steps: list[Step]) -> list[Step]:
    """The steps in an order in which each new name is free: keys and indexes share one space of names.

    Names that would only change places keep those that they have, which no more than looks odd.
    """
    left, done = list(steps), list[Step]()
    while left:
        taken = {each.old for each in left}
        free = [each for each in left if each.new not in taken]
        if not free:
            return done
        done += free
        left = [each for each in left if each not in free]
    return done


def _insist_no_circle(wanted: list[Former]) -> None:
    """Where each of several was another of them, the old names are all still taken, and nothing could be renamed."""
    for table in {each.table for each in wanted if each.column} | {""}:
        names = {each.column or each.table: each.was for each in wanted if (each.table if each.column else "") == table}
        for name, was in names.items():
            seen = [name]
            while was in names and was not in seen:
                seen.append(was)
                was = names[was]
            if was == name:
                raise SystemExit(
                    f"{' and '.join(map(repr, sorted(seen)))} say that they were each other: "
                    "write one migration with a name between them"
                )
