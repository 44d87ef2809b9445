"""Rows that have a value of an enum which was renamed get the new one with the next migration, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Connection, Integer, MetaData, Table, Text, create_engine, text
from sqlalchemy.exc import IntegrityError

from plano.local.checks import add_changed_checks
from plano.local.cluster import Cluster
from plano.pipeline import check_text
from plano.renaming.database import AnyStep, add_to, rename, title
from plano.renaming.tables import Former, formers, packed, unpacked
from tests.local.lab import run, write_lab
from tests.renaming.blueprints import REFERENCE
from tests.renaming.judging import Thing
from tests.renaming.judging import rename as renamed

NAMES = {"pk": "pk_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}
PAID = Former("order", "status", "paid", "settled")
PLACED = Former("order", "status", "placed", "new")


def models(*values: str, table: str = "order") -> MetaData:
    """An order whose status is one of `values`."""
    made = MetaData(naming_convention=NAMES)
    listed = ", ".join(f"'{each}'" for each in values)
    Table(
        table,
        made,
        Column("id", Integer, primary_key=True),
        Column("status", Text),
        CheckConstraint(f'"status" IN ({listed})', name="status"),
    )
    return made


@pytest.fixture
def connection(cluster: Cluster) -> Iterator[Connection]:
    """A connection to the old table with three rows; all is rolled back."""
    engine = create_engine(cluster.url().replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as made:
        models("placed", "paid", "sent").create_all(made)
        made.execute(text("INSERT INTO \"order\" VALUES (1, 'placed'), (2, 'paid'), (3, NULL)"))
        yield made
        made.rollback()
    engine.dispose()


def compared(connection: Connection, metadata: MetaData, steps: tuple[AnyStep, ...]) -> MigrationScript:
    """The migration as `plano migrate` makes it, once the steps are done on the connection."""
    script = produce_migrations(MigrationContext.configure(connection), metadata)
    add_changed_checks(script, connection, metadata)
    add_to(script, steps)
    return script


def lines(script: MigrationScript) -> tuple[list[str], list[str]]:
    """The statements of both functions, without comments and without the backslashes of texts in texts."""
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    both = (render_python_code(ops).splitlines() for ops in (script.upgrade_ops, script.downgrade_ops))
    up, down = (
        [line.strip().replace("\\'", "'") for line in each if not line.strip().startswith("#")] for each in both
    )
    return up, down


def rows(connection: Connection) -> list[str | None]:
    return [status for _, status in connection.execute(text('SELECT id, status FROM "order" ORDER BY id'))]


def test_rows_take_the_new_value_between_the_old_check_and_the_new_one(connection: Connection) -> None:
    metadata = models("placed", "settled", "sent")
    steps = rename(connection, metadata, (PAID,))
    assert rows(connection) == ["placed", "settled", None]
    up, down = lines(compared(connection, metadata, steps))
    assert up == [
        "op.drop_constraint(op.f('ck_order_status'), 'order', type_='check')",
        'op.execute(\'UPDATE "order" SET "status"=\'settled\' WHERE "order"."status" = \'paid\'\')',
        "op.create_check_constraint(op.f('ck_order_status'), 'order', '\"status\" IN ('placed', 'settled', 'sent')')",
    ]
    assert [line.partition("(")[0] for line in down] == [
        "op.drop_constraint",
        "op.execute",
        "op.create_check_constraint",
    ]
    assert "SET \"status\"='paid' WHERE" in down[1]
    assert "paid" in down[2]
    assert title(steps) == "rename_paid_to_settled_in_order"


def test_several_values_of_one_enum_go_in_one_migration(connection: Connection) -> None:
    steps = rename(connection, models("new", "settled", "sent"), (PAID, PLACED))
    assert rows(connection) == ["new", "settled", None]
    assert len([each for each in steps if "UPDATE" in each.statement()]) == 2
    assert len([each for each in steps if "DROP CONSTRAINT" in each.statement()]) == 1


def test_each_step_can_be_taken_back(connection: Connection) -> None:
    for step in reversed(rename(connection, models("new", "settled", "sent"), (PAID, PLACED))):
        connection.execute(text(step.back.statement()))
    assert rows(connection) == ["placed", "paid", None]
    old = models("placed", "paid", "sent")
    assert lines(compared(connection, old, ())) == (["pass"], ["pass"])


def test_a_table_that_is_renamed_as_well_keeps_its_values(connection: Connection) -> None:
    metadata = models("placed", "settled", "sent", table="purchase")
    wanted = (Former("purchase", "", "order"), Former("purchase", "status", "paid", "settled"))
    steps = rename(connection, metadata, wanted)
    found = connection.execute(text("SELECT status FROM purchase ORDER BY id")).scalars().all()
    assert found == ["placed", "settled", None]
    up, down = lines(compared(connection, metadata, steps))
    assert up[0] == "op.rename_table('order', 'purchase')"
    assert down[-1] == "op.rename_table('purchase', 'order')"
    for step in reversed(steps):
        connection.execute(text(step.back.statement()))
    assert rows(connection) == ["placed", "paid", None]


def test_what_was_renamed_before_is_not_renamed_again(connection: Connection) -> None:
    metadata = models("placed", "settled", "sent")
    steps = rename(connection, metadata, (PAID,))
    metadata.drop_all(connection)
    metadata.create_all(connection)
    assert steps
    assert rename(connection, metadata, (PAID,)) == ()


def test_where_both_were_allowed_the_old_one_goes_into_the_new_one(connection: Connection) -> None:
    metadata = models("placed", "sent")
    connection.execute(text("INSERT INTO \"order\" VALUES (4, 'sent')"))
    assert rename(connection, metadata, (Former("order", "status", "paid", "sent"),))
    assert rows(connection) == ["placed", "sent", None, "sent"]
    assert rename(connection, metadata, (Former("order", "status", "paid", "sent"),)) == ()


def test_a_database_that_never_knew_the_old_value_has_nothing_to_do(connection: Connection) -> None:
    assert rename(connection, models("placed", "paid", "sent"), (Former("order", "status", "lost", "found"),)) == ()
    assert rename(connection, models("placed", "paid", "sent"), (Former("elsewhere", "status", "paid", "x"),)) == ()


def test_without_it_the_new_check_refuses_the_rows(connection: Connection) -> None:
    """The saboteur: with the CHECK changed alone, no row is lost and the migration does not pass."""
    up, _ = lines(compared(connection, models("placed", "settled", "sent"), ()))
    assert not any("UPDATE" in line for line in up)
    connection.execute(text('ALTER TABLE "order" DROP CONSTRAINT ck_order_status'))
    with pytest.raises(IntegrityError, match="violated by some row"):
        connection.execute(text("ALTER TABLE \"order\" ADD CHECK (status IN ('placed', 'settled', 'sent'))"))


def test_the_next_migration_of_a_service_is_that_rename_and_the_one_after_it_is_nothing(tmp_path: Path) -> None:
    write_lab(tmp_path)
    for words in (("rename", "value", "samples.Sample.state.kept", "held"), ("generate",), ("migrate", "samples")):
        done = run(tmp_path, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    made = tmp_path / "services/samples/migrations/0002_rename_kept_to_held_in_sample.py"
    assert "SET \"state\"=\\'held\\'" in made.read_text()
    assert run(tmp_path, "migrate", "samples").returncode == 0
    assert len(list(made.parent.glob("0*.py"))) == 2


def test_the_blueprint_says_which_value_was_which() -> None:
    once = renamed(REFERENCE.read_text(), Thing("value", "orders.Order.status.paid"), "settled")
    twice = renamed(once, Thing("field", "orders.Order.status"), "state")
    blueprint = check_text(twice).blueprint
    assert blueprint is not None
    found = formers(blueprint.services["orders"])
    assert found == (Former("order", "state", "status"), Former("order", "state", "paid", "settled"))
    assert unpacked(packed(found)) == found
