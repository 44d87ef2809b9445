"""Databases and roles: each service reaches its own and no other's, and the running role has no DDL."""

from dataclasses import replace

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from plano.local.cluster import Cluster
from plano.local.databases import Account, provision


def account(name: str) -> Account:
    return Account(name, name, f"{name}-running", f"{name}_owner", f"{name}-owning")


@pytest.fixture(scope="module")
def orders(cluster: Cluster) -> Account:
    """A provisioned database, with a table that its owner made."""
    made = account("orders")
    assert provision(cluster.url(), made)
    with psycopg.connect(made.owner_url(cluster.address)) as owner:
        owner.execute("CREATE TABLE thing (id serial PRIMARY KEY, word text)")
        owner.execute("CREATE SCHEMA plano")
        owner.execute("CREATE TABLE plano.inner_thing (id int)")
    return made


def test_the_running_role_reads_and_writes_what_the_owner_makes(cluster: Cluster, orders: Account) -> None:
    with psycopg.connect(orders.url(cluster.address)) as connection:
        connection.execute("INSERT INTO thing (word) VALUES ('a')")
        connection.execute("UPDATE thing SET word = 'b'")
        assert connection.execute("SELECT word FROM thing").fetchall() == [("b",)]
        connection.execute("DELETE FROM thing")
        connection.execute("INSERT INTO plano.inner_thing VALUES (1)")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TABLE plano.mine (id int)",
        "CREATE SCHEMA mine",
        "ALTER TABLE thing ADD COLUMN more text",
        "DROP TABLE thing",
        "TRUNCATE thing",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
    ],
)
def test_the_running_role_has_no_ddl(cluster: Cluster, orders: Account, statement: str) -> None:
    with (
        psycopg.connect(orders.url(cluster.address), autocommit=True) as connection,
        pytest.raises(InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


def test_no_role_reaches_the_database_of_another(cluster: Cluster, orders: Account) -> None:
    users = account("users")
    provision(cluster.url(), users)
    theirs = replace(users, database=orders.database)
    for url in (theirs.url(cluster.address), theirs.owner_url(cluster.address)):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(url)


def test_again_it_keeps_the_data_and_takes_the_new_password(cluster: Cluster) -> None:
    before = account("again")
    provision(cluster.url(), before)
    with psycopg.connect(before.owner_url(cluster.address)) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
    after = replace(before, password="new")
    provision(cluster.url(), after)
    with psycopg.connect(after.url(cluster.address)) as connection:
        assert connection.execute("SELECT one FROM kept").fetchall() == [(1,)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(before.url(cluster.address))
