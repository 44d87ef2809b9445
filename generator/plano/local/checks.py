"""CHECK constraints that changed, which Alembic finds only where their name changed too."""

from __future__ import annotations

from dataclasses import dataclass

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateCheckConstraintOp, DropConstraintOp, MigrateOperation, MigrationScript
from sqlalchemy import CheckConstraint, Connection, Dialect, MetaData, inspect, literal_column, text
from sqlalchemy.sql.elements import conv
from sqlalchemy.sql.schema import Table

Key = tuple[str, str]  # table and constraint

_COMPARED = "plano_compared"
_FOUND = text(
    "SELECT t.relname, c.conname, pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c"
    " JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
    " WHERE c.contype = 'c' AND n.nspname = :schema"
)


class AddedCheck(CreateCheckConstraintOp):
    """Adds a CHECK; written with its condition as `expression` gives it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of a table; `sql` is its condition."""

    table: str
    name: str
    sql: str

    def made(self) -> AddedCheck:
        """The operation that adds it."""
        return AddedCheck(conv(self.name), self.table, literal_column(self.sql))

    def dropped(self) -> DropConstraintOp:
        """The operation that removes it."""
        return DropConstraintOp(conv(self.name), self.table, type_="check")


def expression(sql: str) -> str:
    """The Python for a condition: in plain text SQLAlchemy would take a colon for the beginning of a parameter."""
    return f"sa.literal_column({sql!r})" if ":" in sql else repr(sql)


@renderers.dispatch_for(AddedCheck)
def _rendered(context: AutogenContext, added: AddedCheck) -> str:
    name, sql = str(added.constraint_name), str(added.condition)
    return f"op.create_check_constraint(op.f({name!r}), {added.table_name!r}, {expression(sql)})"


def condition(constraint: CheckConstraint, dialect: Dialect | None) -> str:
    """The condition as the model writes it."""
    compiled = constraint.sqltext.compile(
        dialect=dialect, compile_kwargs={"literal_binds": True, "include_table": False}
    )
    return str(compiled)


def add_changed_checks(script: MigrationScript, connection: Connection, metadata: MetaData) -> None:
    """Add to `script` what brings the CHECKs of tables that stay to what `metadata` says, and back.

    PostgreSQL itself judges which differ: the tables are made once more, in a schema that is rolled back.
    """
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    now = of_schema(connection, "public")
    wanted = _wanted(connection, metadata)
    stay = set(inspect(connection).get_table_names("public")) & set(metadata.tables)
    differ = [key for key in sorted(now.keys() | wanted.keys()) if key[0] in stay and now.get(key) != wanted.get(key)]
    written = _written(connection, metadata)
    old = [Check(*key, now[key]) for key in differ if key in now]
    new = [Check(*key, written.get(key, wanted[key])) for key in differ if key in wanted]
    # A condition goes before the columns that it names, and comes after them.
    script.upgrade_ops.ops = _around(old, script.upgrade_ops.ops, new)
    script.downgrade_ops.ops = _around(new, script.downgrade_ops.ops, old)


def _around(dropped: list[Check], between: list[MigrateOperation], made: list[Check]) -> list[MigrateOperation]:
    return [*(each.dropped() for each in dropped), *between, *(each.made() for each in made)]


def of_schema(connection: Connection, schema: str) -> dict[Key, str]:
    """Every CHECK of a schema, as PostgreSQL shows its condition."""
    rows = connection.execute(_FOUND, {"schema": schema})
    return {(str(table), str(name)): str(sql) for table, name, sql in rows}


def _wanted(connection: Connection, metadata: MetaData) -> dict[Key, str]:
    with connection.begin_nested() as scratch:
        connection.execute(text(f"CREATE SCHEMA {_COMPARED}"))
        mapped = connection.execution_options(schema_translate_map={None: _COMPARED})
        metadata.create_all(mapped, checkfirst=False)
        connection.execution_options(schema_translate_map=None)
        found = of_schema(connection, _COMPARED)
        scratch.rollback()
    return found


def _written(connection: Connection, metadata: MetaData) -> dict[Key, str]:
    return {
        (table.name, str(constraint.name)): condition(constraint, connection.dialect)
        for table in metadata.tables.values()
        for constraint in _checks(table)
    }


def _checks(table: Table) -> list[CheckConstraint]:
    return [each for each in table.constraints if isinstance(each, CheckConstraint)]
