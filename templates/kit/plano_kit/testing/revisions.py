"""Migrations lead to what the models say, and back."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from plano_kit.database.engine import sqlalchemy_url
from plano_kit.database.migrate import Migrations
from plano_kit.testing.base import StandTests
from plano_kit.testing.postgresql import Database


class RevisionTests(StandTests):
    """The service's revisions, on an empty database of their own."""

    async def test_migrations_make_what_the_models_say(self, postgresql: str) -> None:
        metadata, migrations = self._migrations()
        database = await Database.made(postgresql)
        try:
            await migrations.upgrade(database.owner_url)
            assert await _differences(database, metadata) == [], f"plano migrate {self.stand.service.name} writes it"
        finally:
            await database.dropped()

    async def test_migrations_go_down_and_up_again(self, postgresql: str) -> None:
        metadata, migrations = self._migrations()
        if not migrations.heads:
            pytest.skip("there are no revisions yet")
        database = await Database.made(postgresql)
        try:
            there = await migrations.upgrade(database.owner_url)
            await migrations.downgrade(database.owner_url, "base")
            again = await migrations.upgrade(database.owner_url)
            assert again == [name for name in there if name in again]
            assert again
            assert await _differences(database, metadata) == []
        finally:
            await database.dropped()

    async def test_there_is_one_newest_revision(self) -> None:
        _, migrations = self._migrations()
        assert len(migrations.heads) <= 1, "two revisions follow the same one: number one of them behind the other"

    def _migrations(self) -> tuple[MetaData, Migrations]:
        service = self.stand.service
        if service.metadata is None:
            pytest.skip("this service has no database")
        return service.metadata, Migrations(service.package, service.metadata, issuer=service.issuer is not None)


async def _differences(database: Database, metadata: MetaData) -> list[object]:
    """What Alembic would change, in the schema of the service's own tables."""

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _own})
        return list(compare_metadata(context, metadata))

    engine = create_async_engine(sqlalchemy_url(database.owner_url))
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(compare)
    finally:
        await engine.dispose()


def _own(name: str | None, kind: str, parents: object) -> bool:
    return kind != "schema" or name is None
