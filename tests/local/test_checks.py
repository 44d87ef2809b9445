"""CHECKs that changed reach the next revision, and nothing else does; what the file of a revision is called."""

import pytest
from alembic.autogenerate import produce_migrations
from alembic.operations import Operations
from alembic.operations.ops import AddColumnOp, CreateTableOp, ModifyTableOps, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    literal_column,
)
from sqlalchemy.ext.asyncio import create_async_engine

from plano.local.autogenerate import _written
from plano.local.checks import add_changed_checks
from plano.local.cluster import Cluster
from plano.local.slugs import derived, slug_of

PLACED = "status IN ('placed', 'paid')"
LOST = "status IN ('placed', 'paid', 'lost')"
COLONS = "status ~ '^(?:a|b) :xy:: :z::y %s$'"


def tables(condition: str) -> MetaData:
    made = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})
    check = CheckConstraint(literal_column(condition), name="status")
    Table("order", made, Column("id", Integer, primary_key=True), Column("status", Text), check)
    return made


def next_revision(connection: Connection, metadata: MetaData) -> str:
    """The text of the revision that brings the database to `metadata`; empty where it is there."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    script = produce_migrations(context, metadata)
    add_changed_checks(script, connection, metadata)
    assert script.upgrade_ops is not None
    return "" if script.upgrade_ops.is_empty() else _written(script, "0002", "0001", "changed")


def run(connection: Connection, revision: str, step: str) -> None:
    held: dict[str, object] = {}
    exec(compile(revision, "revision", "exec"), held)
    function = held[step]
    assert callable(function)
    with Operations.context(MigrationContext.configure(connection)):
        function()


def there_and_back(connection: Connection, before: str, after: str) -> None:
    tables(before).create_all(connection)
    assert next_revision(connection, tables(before)) == ""
    revision = next_revision(connection, tables(after))
    run(connection, revision, "upgrade")
    assert next_revision(connection, tables(after)) == ""
    run(connection, revision, "downgrade")
    assert next_revision(connection, tables(before)) == ""


@pytest.mark.parametrize(("before", "after"), [(PLACED, LOST), (PLACED, COLONS), (COLONS, LOST)])
async def test_a_changed_check_goes_there_and_back(cluster: Cluster, before: str, after: str) -> None:
    engine = create_async_engine(cluster.url().replace("postgresql:", "postgresql+asyncpg:"))  # as the kit does
    async with engine.connect() as connection:
        await connection.run_sync(there_and_back, before, after)
        await connection.rollback()
    await engine.dispose()


def test_a_slug_is_only_ever_plain_words() -> None:
    found = [slug_of(text) for text in ("Add gift-wrap", '../../x "y"', "Größe", "///", "")]
    assert found == ["add_gift_wrap", "x_y", "groe", "", ""]


def test_a_revision_is_called_after_its_first_step() -> None:
    added = ModifyTableOps("order", [AddColumnOp("order", Column("gift", Text))])
    assert derived(UpgradeOps([added, CreateTableOp("other", [])])) == "add_gift_to_order"
    assert derived(UpgradeOps([])) == "change"
