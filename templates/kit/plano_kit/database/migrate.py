"""Migrations: the kit's own schema, then the service's revisions, by the owner role and before the roll-out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import asyncpg
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from plano_kit.database import schema
from plano_kit.database.engine import AnyConnection, sqlalchemy_url

_LOCK = 0x706C616E6F  # "plano": one migration at a time in a database


class Migrations:
    """The revisions of one service. `package` is where its hand-written code stands, `services.orders`."""

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
        """Bring the database to `revision`; gives the names of what was applied. Safe to run side by side."""

        def step(script: ScriptDirectory) -> Callable[..., object]:
            return lambda rev, context: script._upgrade_revs(revision, rev)

        return await self._run(owner_url, revision, step)

    async def downgrade(self, owner_url: str, revision: str) -> list[str]:
        """Take the database back to `revision` (`base` for nothing)."""

        def step(script: ScriptDirectory) -> Callable[..., object]:
            return lambda rev, context: script._downgrade_revs(revision, rev)

        return await self._run(owner_url, revision, step)

    async def _run(
        self, owner_url: str, revision: str, step: Callable[[ScriptDirectory], Callable[..., object]]
    ) -> list[str]:
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

    def _alembic(
        self, connection: Connection, step: Callable[[ScriptDirectory], Callable[..., object]], revision: str
    ) -> list[str]:
        script = self.script()
        applied: list[str] = []
        context = EnvironmentContext(Config(), script, fn=step(script), destination_rev=revision)
        with context:
            context.configure(
                connection=connection,
                target_metadata=self._metadata,
                version_table="migration",
                version_table_schema="plano",
                on_version_apply=lambda step, **_: applied.append(str(step.up_revision_id)),
            )
            context.run_migrations()
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


def folder_of(package: str) -> Path:
    """The folder of a service's migrations, whether or not it is there yet."""
    [first, *_] = import_module(package).__path__
    return Path(first) / "migrations"
