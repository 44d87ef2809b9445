"""What a revision means to rows that are there already: they are given defaults, and what they may refuse is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import (
    AddColumnOp,
    AlterColumnOp,
    CreateForeignKeyOp,
    CreateIndexOp,
    CreateUniqueConstraintOp,
    ExecuteSQLOp,
    MigrateOperation,
    ModifyTableOps,
    UpgradeOps,
)
from sqlalchemy import Column, ColumnClause, DefaultClause, Dialect, MetaData, literal, literal_column, update
from sqlalchemy import column as column_of
from sqlalchemy import table as table_of
from sqlalchemy.sql.elements import quoted_name
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator, TypeEngine

from plano.local.checks import AddedCheck, Key
from plano.local.narrowing import fits, narrowed
from plano.renaming.storedvalues import quoted

_FILL = "or fill it in the revision"


class CastColumn(AlterColumnOp):
    """Changes a column's type, and says by which cast its values follow."""


@renderers.dispatch_for(CastColumn)
def _rendered(context: AutogenContext, changed: CastColumn) -> str:
    plain = AlterColumnOp(
        changed.table_name,
        changed.column_name,
        existing_type=changed.existing_type,
        existing_nullable=changed.existing_nullable,
        modify_type=changed.modify_type,
        modify_nullable=changed.modify_nullable,
    )
    text = str(renderers.dispatch(plain)(context, plain))
    return f"{text.removesuffix(')')},\n           postgresql_using={changed.kw['postgresql_using']!r})"


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of the rows before: `checks` are their conditions, `renamed` the values that are given new names.

    `names` has the entity of each table.
    """

    metadata: MetaData
    dialect: Dialect
    names: Mapping[str, str]
    checks: Mapping[Key, str]
    renamed: frozenset[tuple[str, str, str]] = frozenset()
    said: list[str] = field(default_factory=list)

    def tell(self, what: str) -> None:
        """Say something of what the revision does to rows."""
        self.said.append(what)

    def column(self, table: str, column: str) -> str:
        """A column, as a sentence names it."""
        return f"'{column}' of '{self.names.get(table, table)}'"

    def sql(self, kind: TypeEngine[object]) -> str:
        """A type, as PostgreSQL takes it."""
        return str(_impl(kind).compile(self.dialect))

    def default(self, column: Column[object]) -> str | None:
        """The constant that the model gives a column, as SQL; None where it has none."""
        given = column.default
        if not isinstance(given, ScalarElementColumnDefault) or given.arg is None:
            return None
        value = literal(given.arg, column.type)
        return str(value.compile(dialect=self.dialect, compile_kwargs={"literal_binds": True}))

    def filled(self, column: Column[object], value: str) -> str:
        """The statement that gives `value` to rows that have none. To Alembic a plain colon would be a parameter."""
        stored: ColumnClause[object] = column_of(quoted_name(column.name, True))
        rows = table_of(quoted_name(column.table.name, True), stored)  # plain: the models' would also set `updated_at`
        made = update(rows).where(stored.is_(None)).values({stored: literal_column(value)})
        return str(made.compile(dialect=self.dialect)).replace(":", "\\:")


def keep_rows(upgrade: UpgradeOps, downgrade: MigrateOperation, rows: Rows) -> None:
    """Change the operations so that rows which are there already get defaults and follow a cast.

    What rows may still refuse is told to `rows`: nothing of it is an error, since the table may be empty.
    """
    for each in upgrade.ops:
        if isinstance(each, ModifyTableOps):
            new = {step.column.name for step in each.ops if isinstance(step, AddColumnOp)}
            each.ops = [kept for step in each.ops for kept in _kept(step, new, rows)]
        elif isinstance(each, AddedCheck):
            _check(each, upgrade, rows)
    for each in getattr(downgrade, "ops", ()):
        if isinstance(each, ModifyTableOps):
            each.ops = [_cast(step, rows) for step in each.ops]


def _kept(step: MigrateOperation, new: set[str], rows: Rows) -> Iterator[MigrateOperation]:
    match step:
        case AddColumnOp(column=column) if not column.nullable and column.server_default is None:
            yield from _added(step, rows)
        case AlterColumnOp():
            yield from _altered(step, rows)
        case CreateUniqueConstraintOp(table_name=table, columns=columns):
            _unique(table, [str(each) for each in columns], rows)
            yield step
        case CreateIndexOp(table_name=table, unique=True, columns=columns):
            _unique(str(table), [str(each) for each in columns], rows)
            yield step
        case CreateForeignKeyOp(source_table=table, local_cols=[column]) if column not in new:
            of = rows.names.get(step.referent_table, step.referent_table)
            rows.tell(
                f"{rows.column(str(table), column)} becomes a reference to '{of}', so this revision fails where a row "
                "has an id that is none of its. Mend those rows in the revision first."
            )
            yield step
        case _:
            yield step


def _added(step: AddColumnOp, rows: Rows) -> Iterator[MigrateOperation]:
    """A required column: rows get its default, which the table does not keep, since services say it themselves."""
    column, table = step.column, step.table_name
    value = rows.default(column)
    if value is None:
        rows.tell(
            f"{rows.column(table, column.name)} is required and has no default, so this revision fails where the table "
            f"has rows. Give it a default or '| null', {_FILL}."
        )
        yield step
        return
    filled = DefaultClause(literal_column(value))
    yield AddColumnOp(table, Column(column.name, column.type, nullable=False, server_default=filled))
    yield AlterColumnOp(
        table, column.name, existing_type=column.type, existing_nullable=False, modify_server_default=None
    )


def _altered(step: AlterColumnOp, rows: Rows) -> Iterator[MigrateOperation]:
    table, name = step.table_name, step.column_name
    shown = rows.column(table, name)
    if step.modify_nullable is False:
        column = rows.metadata.tables[table].c[name]
        value = rows.default(column)
        if value is None:
            rows.tell(
                f"{shown} becomes required and has no default, so this revision fails where a row has none. "
                f"Give it a default, {_FILL}."
            )
        elif step.modify_type is None:
            rows.tell(f"{shown} becomes required: rows that have none get {value}.")
            yield ExecuteSQLOp(rows.filled(column, value))
        else:
            rows.tell(f"{shown} becomes required, so this revision fails where a row has none: {_FILL[3:]}.")
    if step.modify_type is not None and step.existing_type is not None:
        old, new = (rows.sql(each) for each in (step.existing_type, step.modify_type))
        if not fits(_impl(step.existing_type), _impl(step.modify_type)):
            rows.tell(
                f"{shown} changes from {old} to {new}, so this revision fails where a row's value does not fit. "
                "Mend those rows in the revision first, or add a field of another name."
            )
    yield _cast(step, rows)


def _cast(step: MigrateOperation, rows: Rows) -> MigrateOperation:
    """The step with a cast where the values of one type do not become those of another by themselves."""
    if not isinstance(step, AlterColumnOp) or step.modify_type is None or step.existing_type is None:
        return step
    if _impl(step.existing_type)._type_affinity is _impl(step.modify_type)._type_affinity:
        return step
    return CastColumn(
        step.table_name,
        step.column_name,
        existing_type=step.existing_type,
        existing_nullable=step.existing_nullable,
        modify_type=step.modify_type,
        modify_nullable=step.modify_nullable,
        postgresql_using=f"{quoted(step.column_name)}::{rows.sql(step.modify_type)}",
    )


def _unique(table: str, columns: list[str], rows: Rows) -> None:
    named = " and ".join(f"'{each}'" for each in columns)
    of = rows.names.get(table, table)
    rows.tell(
        f"no two rows of '{of}' may have the same {named} any more, so this revision fails where two do. "
        "Mend those rows in the revision first."
    )


def _check(added: AddedCheck, upgrade: UpgradeOps, rows: Rows) -> None:
    """A condition on a column that was there: it is said where it allows less than before."""
    table, name = added.table_name, str(added.constraint_name)
    column = name.removeprefix(f"ck_{table}_")
    for each in upgrade.ops:
        steps = each.ops if isinstance(each, ModifyTableOps) and each.table_name == table else ()
        if any(isinstance(step, AddColumnOp) and step.column.name == column for step in steps):
            return
    gone = {value for of, field_, value in rows.renamed if (of, field_) == (table, column)}
    less = narrowed(rows.checks.get((table, name), ""), str(added.condition), gone)
    if less:
        rows.tell(
            f"{rows.column(table, column)} {less}, so this revision fails where a row does not fit. "
            "Mend those rows in the revision first."
        )


def _impl(kind: TypeEngine[object]) -> TypeEngine[object]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
