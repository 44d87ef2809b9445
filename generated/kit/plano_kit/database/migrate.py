"""Migrations: the kit's own schema, then the service's revisions, by the owner role and before the roll-out."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import asyncpg
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from plano_kit.database import schema
from plano_kit.database.engine import AnyConnection, sqlalchemy_url

Steps = Callable[..., list[RevisionStep]]

_LOCK = 0x706C616E6F  # "plano": one migration at a time in a database
_FAULTS = frozenset({"22", "23", "42"})
"""Classes of SQLSTATE that are a revision's own fault, by its statements or by the rows that it meets: data,
constraints, syntax and access rules. A lock that is held or a connection that is lost are not.
"""
_COLUMNS = text(
    "SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
)


class MigrationError(Exception):
    """A database that cannot be what this code needs; the message says why, and what to do next."""


class Migrations:
    """The revisions of one service. `package` is where its hand-written code stands, `services.<name>`."""

    def __init__(self, package: str, metadata: MetaData, *, issuer: bool) -> None:
        self.folder = folder_of(package)
        self._metadata = metadata
        self._issuer = issuer

    @property
    def heads(self) -> tuple[str, ...]:
        """The newest revisions; more than one is a mistake, none a service that has no tables yet."""
        return tuple(self.script().get_heads()) if self.folder.is_dir() else ()

    def script(self) -> ScriptDirectory:
        """Alembic's view of the revisions."""
        return ScriptDirectory(str(self.folder.parent), version_locations=[str(self.folder)])

    async def upgrade(self, owner_url: str, revision: str = "head") -> list[str]:
        """Bring the database to `revision`; gives the names of what was applied. Safe to run side by side.

        MigrationError where PostgreSQL refuses a revision; then none of them was applied.
        """

        def step(script: ScriptDirectory) -> Steps:
            return lambda rev, context: script._upgrade_revs(revision, rev)

        return await self._run(owner_url, revision, step)

    async def downgrade(self, owner_url: str, revision: str) -> list[str]:
        """Take the database back to `revision` (`base` for nothing). MigrationError as above."""

        def step(script: ScriptDirectory) -> Steps:
            return lambda rev, context: script._downgrade_revs(revision, rev)

        return await self._run(owner_url, revision, step)

    async def insist_on_tables(self, owner_url: str, service: str) -> None:
        """MigrationError where the models have a table or a column that the database lacks: nothing would work.

        What the database has besides is fine, since newer code may have brought it.
        """
        engine = create_async_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
        try:
            async with engine.connect() as connection:
                found = {(str(table), str(column)) for table, column in await connection.execute(_COLUMNS)}
        finally:
            await engine.dispose()
        lacking = [
            f"{table.name}.{column.name}" if table.name in {of for of, _ in found} else table.name
            for table in self._metadata.sorted_tables
            for column in table.columns
            if (table.name, column.name) not in found
        ]
        if lacking:
            said = f"{service}: its tables are not what the blueprint says, {', '.join(dict.fromkeys(lacking))}"
            raise MigrationError(f"{said} {'is' if len(set(lacking)) == 1 else 'are'} missing: plano migrate {service}")

    async def _run(self, owner_url: str, revision: str, step: Callable[[ScriptDirectory], Steps]) -> list[str]:
        engine = create_async_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
        try:
            async with engine.begin() as connection:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                applied = await schema.apply(connection, issuer=self._issuer)
                if self.heads:
                    applied += await connection.run_sync(self._alembic, step, revision)
                return applied
        finally:
            await engine.dispose()

    def _alembic(self, connection: Connection, step: Callable[[ScriptDirectory], Steps], revision: str) -> list[str]:
        script = self.script()
        applied: list[str] = []
        planned: list[RevisionStep] = []

        def steps(rev: object, context: object) -> list[RevisionStep]:
            planned[:] = step(script)(rev, context)
            return planned

        context = EnvironmentContext(Config(), script, fn=steps, destination_rev=revision)
        with context:
            context.configure(
                connection=connection,
                target_metadata=self._metadata,
                version_table="migration",
                version_table_schema="plano",
                on_version_apply=lambda step, **_: applied.append(str(step.up_revision_id)),
            )
            try:
                context.run_migrations()
            except DBAPIError as error:
                if str(getattr(error.orig, "sqlstate", ""))[:2] not in _FAULTS:
                    raise
                at = planned[len(applied)].revision.path if len(applied) < len(planned) else self.folder
                raise MigrationError(_refusal(Path(at), error)) from error
        return applied

    async def ready(self, connection: AnyConnection) -> str | None:
        """Why this code cannot work with that database yet; None where it can. A newer database is fine."""
        try:
            done = {row["name"] for row in await connection.fetch("SELECT name FROM plano.revision")}
            missing = [name for name in schema.names(issuer=self._issuer) if name not in done]
            if self.heads and not missing:
                found = await connection.fetchval("SELECT max(version_num) FROM plano.migration")
                missing = [head for head in self.heads if found is None or head > found]
        except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
            return "the database has not been migrated"
        return f"the revision {missing[0]} has not been applied" if missing else None


def _refusal(file: Path, error: DBAPIError) -> str:
    said = re.sub(r"^<class '[^']*'>: ", "", str(error.orig)).splitlines()[:1]
    place = f"services/{file.parent.parent.name}/migrations/{file.name}"
    return f"{place} cannot be applied, PostgreSQL says: {''.join(said)}. Nothing was changed: mend that file first"


def folder_of(package: str) -> Path:
    """The folder of a service's migrations, whether or not it is there yet."""
    [first, *_] = import_module(package).__path__
    return Path(first) / "migrations"
