"""On a real server each role can do its task, and nothing else anywhere."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.delivery.postgresql.privileges import OPEN_TO_ALL, faults
from tests.delivery.postgresql.stand import ROOT, Stand, migrate, reference, standing, told


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with standing(tmp_path_factory.mktemp("keys")) as made:
        yield made


def test_every_role_has_what_it_needs_and_nothing_else(stand: Stand) -> None:
    assert [text for holder in stand.holders for text in faults(stand, holder)] == []


def test_each_service_of_each_environment_is_tried_with_every_database(stand: Stand) -> None:
    assert len(stand.accounts) == 15, "five services in staging, in production and on this machine"
    assert len({each.role for each in stand.holders}) == 30
    assert set(stand.databases()) == {each.database for each in stand.accounts.values()} | set(OPEN_TO_ALL)


def test_the_owner_of_one_database_cannot_migrate_another(stand: Stand) -> None:
    """Not the one of another service, and not its own service's of another environment."""
    orders = next(each for each in reference().services if each.name == "orders")
    owner = stand.holder("staging", "orders", owns=True)
    for environment, service in (("staging", "users"), ("production", "orders")):
        foreign = stand.accounts[environment, service].database
        with pytest.raises(AssertionError, match="permission denied for database"):
            migrate(orders, told(stand, orders, owner.url(stand.cluster.address, foreign)))


def test_the_running_role_cannot_migrate_its_own_database(stand: Stand) -> None:
    orders = next(each for each in reference().services if each.name == "orders")
    running = stand.holder("staging", "orders", owns=False)
    with pytest.raises(AssertionError, match="permission denied"):
        migrate(orders, told(stand, orders, running.url(stand.cluster.address, running.database)))


def test_no_role_sees_what_another_is_asking(stand: Stand) -> None:
    asking, looking = (stand.holder("production", name, owns=False) for name in ("orders", "users"))
    with (
        psycopg.connect(asking.url(stand.cluster.address, asking.database)),
        psycopg.connect(looking.url(stand.cluster.address, looking.database)) as connection,
    ):
        seen = connection.execute("SELECT query FROM pg_stat_activity WHERE usename = %s", [asking.role]).fetchall()
    assert seen == [("<insufficient privilege>",)]


SABOTAGE: dict[str, tuple[str, str, str, str]] = {
    "a table may be made": (
        "own", "GRANT CREATE ON SCHEMA public TO {role}", "REVOKE CREATE ON SCHEMA public FROM {role}",
        "may: CREATE TABLE public.trespass (id int)",
    ),
    "a table may be emptied": (
        "own", 'GRANT TRUNCATE ON public."order" TO {role}', 'REVOKE TRUNCATE ON public."order" FROM {role}',
        'may: TRUNCATE public."order"',
    ),
    "another database is open": (
        "own", "GRANT CONNECT ON DATABASE {other} TO {role}", "REVOKE CONNECT ON DATABASE {other} FROM {role}",
        "connects to {other}",
    ),
    "a database is open to all": (
        "own", "GRANT CONNECT ON DATABASE {other} TO PUBLIC", "REVOKE CONNECT ON DATABASE {other} FROM PUBLIC",
        "connects to {other}",
    ),
    "it may make databases": (
        "own", "ALTER ROLE {role} CREATEDB", "ALTER ROLE {role} NOCREATEDB", "has rolcreatedb",
    ),
    "it may make roles": (
        "own", "ALTER ROLE {role} CREATEROLE", "ALTER ROLE {role} NOCREATEROLE", "may: CREATE ROLE trespasser",
    ),
    "it may replicate": (
        "own", "ALTER ROLE {role} REPLICATION", "ALTER ROLE {role} NOREPLICATION", "has rolreplication",
    ),
    "it may read files": (
        "own", "GRANT pg_read_server_files TO {role}", "REVOKE pg_read_server_files FROM {role}",
        "may: COPY public.\"order\" FROM 'PG_VERSION'",
    ),
    "it may run programs": (
        "own", "GRANT pg_execute_server_program TO {role}", "REVOKE pg_execute_server_program FROM {role}",
        "may: COPY (SELECT 1) TO PROGRAM 'true'",
    ),
    "it may call one function too many": (
        "own", "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {role}",
        "REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM {role}", "may: SELECT pg_read_file('PG_VERSION')",
    ),
    "it may make tables of its session": (
        "own", "GRANT TEMPORARY ON DATABASE {own} TO {role}", "REVOKE TEMPORARY ON DATABASE {own} FROM {role}",
        "may: CREATE TEMPORARY TABLE trespass (id int)",
    ),
    "it may become the owner": (
        "own", "GRANT {owner} TO {role}", "REVOKE {owner} FROM {role}", 'may: SET ROLE "{owner}"',
    ),
    "a maintenance database takes tables": (
        "postgres", "GRANT CREATE ON SCHEMA public TO PUBLIC", "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "may in postgres: CREATE TABLE public.trespass (id int)",
    ),
    "a table is closed to it": (
        "own", 'REVOKE DELETE ON public."order" FROM {role}', 'GRANT DELETE ON public."order" TO {role}',
        'may not: DELETE FROM public."order" WHERE false',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SABOTAGE)
def test_one_right_too_many_or_too_few_is_noticed(name: str, stand: Stand) -> None:
    holder = stand.holder("production", "orders", owns=False)
    names = {
        "role": holder.role,
        "own": holder.database,
        "owner": stand.accounts["production", "orders"].owner,
        "other": stand.accounts["production", "users"].database,
    }
    where, done, undone, expected = SABOTAGE[name]
    database = holder.database if where == "own" else where
    stand.ask(done.format(**names), database)
    try:
        found = faults(stand, holder)
    finally:
        stand.ask(undone.format(**names), database)
    assert f"{holder.role} {expected.format(**names)}" in found
    assert faults(stand, holder) == []


def test_nothing_else_that_is_written_makes_roles() -> None:
    """Who writes what makes them on a real server puts it beside `plano up` in the stand of these tests."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generated").rglob("*")
        if path.is_file() and path.suffix != ".pyc" and b"CREATE ROLE" in path.read_bytes()
    }
    assert makers == {"generated/kit/plano_kit/testing/postgresql.py"}
