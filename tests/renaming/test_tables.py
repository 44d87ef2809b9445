"""A table or a column that says what it was is renamed by the next migration, with all its rows and constraints."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    text,
)

from plano.local.cluster import Cluster
from plano.pipeline import check_text
from plano.renaming.database import AnyStep, Step, add_to, rename, title
from plano.renaming.tables import Former, formers, packed, unpacked
from tests.renaming.blueprints import REFERENCE
from tests.renaming.judging import Thing
from tests.renaming.judging import rename as renamed

NAMES = {
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
}
TO_PURCHASE = (Former("purchase", "", "order"), Former("purchase", "state", "status"))


def models(order: str = "order", status: str = "status") -> MetaData:
    """An order and its lines, with every kind of constraint."""
    made = MetaData(naming_convention=NAMES)
    Table(
        order,
        made,
        Column("id", Integer, primary_key=True),
        Column(status, Text, unique=True),
        CheckConstraint(f"{status} IN ('placed', 'paid')", name=status),
        Index(f"ix_{order}_{status}", status, "id"),
    )
    Table("line", made, Column("id", Integer, primary_key=True), Column("of", ForeignKey(f"{order}.id")))
    return made


@pytest.fixture
def connection(cluster: Cluster) -> Iterator[Connection]:
    """A connection to the old tables with two rows; all is rolled back."""
    engine = create_engine(cluster.url().replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as made:
        models().create_all(made)
        made.execute(text("INSERT INTO \"order\" VALUES (1, 'placed'), (2, 'paid')"))
        made.execute(text("INSERT INTO line VALUES (1, 2)"))
        yield made
        made.rollback()
    engine.dispose()


def left(connection: Connection, metadata: MetaData) -> str:
    """What Alembic would still do."""
    script = produce_migrations(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    assert script.upgrade_ops is not None
    return "" if script.upgrade_ops.is_empty() else render_python_code(script.upgrade_ops)


def test_rows_stay_and_nothing_is_left_to_do(connection: Connection) -> None:
    steps = rename(connection, models("purchase", "state"), TO_PURCHASE)
    assert connection.execute(text("SELECT id, state FROM purchase ORDER BY id")).all() == [(1, "placed"), (2, "paid")]
    assert connection.execute(text('SELECT "of" FROM line')).all() == [(2,)]
    assert left(connection, models("purchase", "state")) == ""
    assert said(steps) == [
        ("table", "order", "purchase"),
        ("column", "status", "state"),
        ("constraint", "fk_line_of_order", "fk_line_of_purchase"),
        ("constraint", "ck_order_status", "ck_purchase_state"),
        ("constraint", "pk_order", "pk_purchase"),
        ("constraint", "uq_order_status", "uq_purchase_state"),
        ("index", "ix_order_status", "ix_purchase_state"),
    ]
    assert title(steps) == "rename_order_to_purchase"


def said(steps: tuple[AnyStep, ...]) -> list[tuple[str, str, str]]:
    """What is renamed from what to what."""
    return [(each.what, each.old, each.new) for each in steps if isinstance(each, Step)]


def test_each_step_can_be_taken_back(connection: Connection) -> None:
    for step in reversed(rename(connection, models("purchase", "state"), TO_PURCHASE)):
        connection.execute(text(step.back.statement()))
    assert left(connection, models()) == ""
    assert connection.execute(text('SELECT count(*) FROM "order"')).scalar() == 2


def test_a_migration_says_it_first_and_takes_it_back_last(connection: Connection) -> None:
    steps = rename(connection, models("purchase", "state"), TO_PURCHASE)
    script = produce_migrations(MigrationContext.configure(connection), models("purchase", "state"))
    add_to(script, steps)
    up, down = rendered(script)
    assert up[0] == "op.rename_table('order', 'purchase')"
    assert up[1] == "op.alter_column('purchase', 'status',"
    assert down[-1] == "op.rename_table('purchase', 'order')"


def rendered(script: MigrationScript) -> tuple[list[str], list[str]]:
    """The lines of both functions, without comments."""
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    both = (render_python_code(ops).splitlines() for ops in (script.upgrade_ops, script.downgrade_ops))
    up, down = ([line.strip() for line in lines if not line.strip().startswith("#")] for lines in both)
    return up, down


def test_what_was_renamed_before_is_not_renamed_again(connection: Connection) -> None:
    assert rename(connection, models("purchase", "state"), TO_PURCHASE)
    assert rename(connection, models("purchase", "state"), TO_PURCHASE) == ()


def test_a_table_that_takes_the_name_that_another_gives_up_waits_for_it(connection: Connection) -> None:
    made = models("purchase")
    Table("order", made, Column("id", Integer, primary_key=True), Column("of", ForeignKey("purchase.id")))
    made.remove(made.tables["line"])
    steps = rename(connection, made, (Former("order", "", "line"), Former("purchase", "", "order")))
    assert [each for each in said(steps) if each[0] == "table"] == [
        ("table", "order", "purchase"),
        ("table", "line", "order"),
    ]
    assert connection.execute(text('SELECT "of" FROM "order"')).all() == [(2,)]


def test_two_that_were_each_other_need_a_third_name(connection: Connection) -> None:
    with pytest.raises(SystemExit, match="'line' and 'order' say that they were each other: write one migration"):
        rename(connection, models(), (Former("order", "", "line"), Former("line", "", "order")))
    three = (Former("line", "a", "b"), Former("line", "b", "c"), Former("line", "c", "a"))
    with pytest.raises(SystemExit, match="'a' and 'b' and 'c' say"):
        rename(connection, models(), three)


def test_without_it_a_migration_would_drop_the_rows(connection: Connection) -> None:
    """The saboteur: what Alembic does by itself."""
    lost = left(connection, models("purchase", "state"))
    assert "op.drop_table('order')" in lost
    assert "op.create_table('purchase'" in lost


def test_the_blueprint_says_what_was_what() -> None:
    once = renamed(REFERENCE.read_text(), Thing("entity", "orders.Order"), "PurchaseOrder")
    twice = renamed(once, Thing("field", "orders.PurchaseOrder.note"), "remark")
    blueprint = check_text(twice).blueprint
    assert blueprint is not None
    found = formers(blueprint.services["orders"])
    assert found == (Former("purchase_order", "", "order"), Former("purchase_order", "remark", "note"))
    assert unpacked(packed(found)) == found
