"""People keep a role that was renamed: the migration gives it to them by its new name, and takes that back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, create_engine, text

from plano.local.cluster import Cluster
from tests.renaming.blueprints import REFERENCE
from tests.renaming.places import plano
from tests.renaming.shop import shop

SCHEMA = REFERENCE.parent / "templates/kit/plano_kit/database/schema/0003_issuer.sql"
PEOPLE: tuple[list[str], ...] = (["support"], ["admin", "support"], ["support-2"], [])


@pytest.fixture
def connection(cluster: Cluster) -> Iterator[Connection]:
    """The kit's own table of accounts with four people; all is rolled back."""
    engine = create_engine(cluster.url().replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as made:
        made.execute(text("CREATE SCHEMA plano"))
        made.exec_driver_sql(SCHEMA.read_text())
        for roles in PEOPLE:
            made.execute(
                text("INSERT INTO plano.credential VALUES (gen_random_uuid(), 'x', CAST(:roles AS text[]))"),
                {"roles": list(roles)},
            )
        yield made
        made.rollback()
    engine.dispose()


def migration(root: Path) -> ModuleType:
    """The revision that a rename writes."""
    assert plano(shop(root), "rename", "role", "support", "helpdesk")[0] == 0
    (file,) = (root / "services/users/migrations").glob("0002_*.py")
    made = ModuleType("revision")
    exec(compile(file.read_text(), file.name, "exec"), made.__dict__)
    return made


def given(connection: Connection) -> list[list[str]]:
    """The roles of everybody."""
    rows = connection.execute(text("SELECT roles FROM plano.credential")).scalars()
    return sorted([str(role) for role in each] for each in rows)


def test_everybody_who_had_the_role_has_it_by_its_new_name_and_back(connection: Connection, tmp_path: Path) -> None:
    made = migration(tmp_path)
    with Operations.context(MigrationContext.configure(connection)):
        made.upgrade()
        assert given(connection) == sorted([["helpdesk"], ["admin", "helpdesk"], ["support-2"], []])
        made.downgrade()
    assert given(connection) == sorted(map(list, PEOPLE))


def test_without_it_nobody_has_the_role_any_more(connection: Connection) -> None:
    """The saboteur: a rename of the blueprint alone."""
    assert not any("helpdesk" in each for each in given(connection))
