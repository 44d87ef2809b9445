"""What a role may do beyond its task, and what it may not do of it: each thing is tried, none is read from a catalogue.

A right is there where the server does anything but answer 42501, insufficient_privilege.
Source of the list: PostgreSQL 18, "Privileges", "Role Attributes", "Predefined Roles", "Generic File Access Functions".
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import psycopg
from psycopg.errors import InsufficientPrivilege

from tests.delivery.postgresql.stand import Holder, Stand

OPEN_TO_ALL = ("postgres", "template1")
"""Databases of the server itself: PostgreSQL lets every role connect, and here they hold nothing of anybody."""

EVERYWHERE = (
    "CREATE ROLE trespasser",
    "ALTER ROLE plano PASSWORD 'taken'",
    "SET ROLE plano",
    "SET SESSION AUTHORIZATION plano",
    "ALTER SYSTEM SET work_mem = '4MB'",
    "CREATE DATABASE trespass",
    "CREATE TABLESPACE trespass LOCATION '/nowhere'",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('PG_VERSION')",
    "COPY (SELECT 1) TO '/nowhere/file'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_reload_conf()",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_create_physical_replication_slot('trespass')",
    "CREATE SUBSCRIPTION trespass CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false)",
    "CREATE PUBLICATION trespass FOR ALL TABLES",
    "CREATE FUNCTION public.trespass() RETURNS int LANGUAGE c AS 'nowhere', 'trespass'",
)
"""What neither role may do, in whatever database."""

DDL = (
    "CREATE TABLE {schema}.trespass (id int)",
    "CREATE VIEW {schema}.trespass AS SELECT 1",
    "CREATE FUNCTION {schema}.trespass() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TYPE {schema}.trespass AS ENUM ('one')",
    "DROP SCHEMA {schema} CASCADE",
    "ALTER SCHEMA {schema} RENAME TO trespass",
)
"""What the running role may not do in a schema."""

TABLE_DDL = (
    "ALTER TABLE {table} ADD COLUMN trespass int",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TABLE {table}",
    "TRUNCATE {table}",
    "CREATE INDEX trespass ON {table} ((1))",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
)
"""What the running role may not do to a table."""

DML = (
    "SELECT * FROM {table} WHERE false",
    "INSERT INTO {table} SELECT * FROM {table} WHERE false",
    "DELETE FROM {table} WHERE false",
)
"""What it must be able to do; an UPDATE is tried for each column."""


def faults(stand: Stand, holder: Holder) -> list[str]:
    """What a role may and should not, or should and may not; empty where it has just what it needs."""
    return [*_attributes(stand, holder), *_elsewhere(stand, holder), *_at_home(stand, holder)]


def _attributes(stand: Stand, holder: Holder) -> Iterator[str]:
    """Rights of the role itself, and roles that it is a member of: those could be used in ways that nobody tried."""
    names = ("rolsuper", "rolcreatedb", "rolcreaterole", "rolreplication", "rolbypassrls")
    [held] = stand.ask(f"SELECT {', '.join(names)} FROM pg_roles WHERE rolname = '{holder.role}'")
    yield from (f"{holder.role} has {name}" for name, has in zip(names, held, strict=True) if has)
    for (name,) in stand.ask(
        f"SELECT roleid::regrole::text FROM pg_auth_members WHERE member = '{holder.role}'::regrole"
    ):
        yield f"{holder.role} is a member of {name}"


def _elsewhere(stand: Stand, holder: Holder) -> Iterator[str]:
    """Every other database of the server, one by one."""
    for database in stand.databases():
        if database == holder.database:
            continue
        try:
            connection = psycopg.connect(holder.url(stand.cluster.address, quote(database)), autocommit=True)
        except psycopg.OperationalError as error:
            if "permission denied for database" not in str(error):
                yield f"{holder.role} is kept from {database} by something else: {error}"
            continue
        with connection:
            if database not in OPEN_TO_ALL:
                yield f"{holder.role} connects to {database}"
            for statement in (*(each.format(schema="public") for each in DDL), "CREATE SCHEMA trespass"):
                if _may(connection, statement):
                    yield f"{holder.role} may in {database}: {statement}"


def _at_home(stand: Stand, holder: Holder) -> Iterator[str]:
    tables = stand.tables(holder.database)
    forbidden = list(EVERYWHERE)
    needed: list[str] = []
    peers = {each.role for each in stand.holders} - {holder.role}
    forbidden += [f'SET ROLE "{role}"' for role in sorted(peers)]
    forbidden += [f"DROP DATABASE {each}" for each in stand.databases() if each != holder.database]
    forbidden += [f"COPY {table} FROM 'PG_VERSION'" for table in tables]
    forbidden += [f"CREATE EXTENSION {name}" for name in _reaching_out(stand)]
    if holder.owns:
        needed += [each.format(table=table) for table in tables for each in (*DML, *TABLE_DDL[:1])]
        needed += ["CREATE TABLE public.added (id int)", "CREATE SCHEMA added"]
    else:
        schemas = sorted({table.partition(".")[0] for table in tables} | {"public"})
        forbidden += ["CREATE TEMPORARY TABLE trespass (id int)", "CREATE SCHEMA trespass"]
        forbidden += [f"ALTER DATABASE {holder.database} SET work_mem = '4MB'"]
        forbidden += [each.format(schema=schema) for schema in schemas for each in DDL]
        forbidden += [each.format(table=table) for table in tables for each in TABLE_DDL]
        needed += [each.format(table=table) for table in tables for each in DML]
        needed += list(_updates(stand, holder))
    if not tables:
        yield f"nothing was migrated in {holder.database}"
    with psycopg.connect(holder.url(stand.cluster.address, holder.database), autocommit=True) as connection:
        yield from (f"{holder.role} may: {each}" for each in forbidden if _may(connection, each))
        yield from (f"{holder.role} may not: {each}" for each in needed if not _may(connection, each))
    stand.ask("DROP DATABASE IF EXISTS trespass")


def _reaching_out(stand: Stand) -> tuple[str, ...]:
    """Extensions of this server by which a session reaches files or other servers."""
    found = stand.ask(
        "SELECT name FROM pg_available_extensions WHERE name IN ('dblink', 'postgres_fdw', 'file_fdw', 'adminpack')"
    )
    return tuple(str(name) for (name,) in found)


def _updates(stand: Stand, holder: Holder) -> Iterator[str]:
    """An UPDATE of each column that takes one."""
    for table, column in stand.ask(
        "SELECT format('%I.%I', table_schema, table_name), format('%I', column_name) FROM information_schema.columns "
        "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND is_generated = 'NEVER' "
        "AND is_identity = 'NO'",
        holder.database,
    ):
        yield f"UPDATE {table} SET {column} = {column} WHERE false"


def _may(connection: psycopg.Connection, statement: str) -> bool:
    """Whether the role may do it. What can be taken back is; the rest would be left for all to see."""
    alone = statement.startswith(("ALTER SYSTEM", "CREATE DATABASE", "DROP DATABASE", "CREATE TABLESPACE"))
    try:
        if alone:
            connection.execute(statement.encode())
        else:
            with connection.transaction(force_rollback=True):
                connection.execute(statement.encode())
    except InsufficientPrivilege:
        return False
    except psycopg.Error:
        return True
    return True
