"""The kit's own tables, schema `plano`: ordered SQL files, each applied once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_FILES = Path(__file__).with_name("schema")
_ISSUER_ONLY = {"0003_issuer"}


def names(*, issuer: bool) -> list[str]:
    """The files that a service needs, in order."""
    found = sorted(file.stem for file in _FILES.glob("*.sql"))
    return [name for name in found if issuer or name not in _ISSUER_ONLY]


async def apply(connection: AsyncConnection, *, issuer: bool) -> list[str]:
    """Apply what this database does not have yet; gives the names of what was applied."""
    await connection.execute(text("CREATE SCHEMA IF NOT EXISTS plano"))
    await connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS plano.revision "
            "(name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
    )
    done = set((await connection.execute(text("SELECT name FROM plano.revision"))).scalars())
    missing = [name for name in names(issuer=issuer) if name not in done]
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    for name in missing:
        await driver.execute((_FILES / f"{name}.sql").read_text())
        await connection.execute(text("INSERT INTO plano.revision (name) VALUES (:name)"), {"name": name})
    return missing
