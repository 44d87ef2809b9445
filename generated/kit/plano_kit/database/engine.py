"""Connections: SQLAlchemy's engine for handlers, asyncpg's pool for the statements that are known in advance."""

from __future__ import annotations

from typing import TypeAlias

import asyncpg
import asyncpg.pool
from pydantic_core import from_json, to_json
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from plano_kit.settings import Settings

AnyConnection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"


def make_engine(settings: Settings, name: str) -> AsyncEngine:
    """The engine of the running role; it connects when first used, which a service without a database never does."""
    return create_async_engine(
        sqlalchemy_url(settings.database_url or "postgresql://"),
        pool_size=settings.pool_size,
        max_overflow=0,
        pool_timeout=settings.pool_timeout,
        pool_pre_ping=True,
        connect_args={"server_settings": _server_settings(settings, name), "timeout": settings.pool_timeout},
    )


async def make_pool(settings: Settings, name: str) -> asyncpg.Pool[asyncpg.Record]:
    """The pool of the running role; it connects when first used, so that a database which is away delays nothing."""
    return await asyncpg.create_pool(
        settings.database_url,
        min_size=0,
        max_size=settings.pool_size,
        timeout=settings.pool_timeout,
        server_settings=_server_settings(settings, name),
        init=_init,
        reset=_as_it_is,
    )


def sqlalchemy_url(url: str) -> str:
    """The same address for SQLAlchemy with asyncpg."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def _server_settings(settings: Settings, name: str) -> dict[str, str]:
    return {
        "application_name": name,
        "statement_timeout": str(int(settings.statement_timeout * 1000)),
        "lock_timeout": str(int(settings.lock_timeout * 1000)),
        "idle_in_transaction_session_timeout": str(int(settings.statement_timeout * 6000)),
    }


async def _init(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    await connection.set_type_codec(
        "jsonb", encoder=lambda value: to_json(value).decode(), decoder=from_json, schema="pg_catalog"
    )


async def _as_it_is(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Take a connection back without a round trip: no statement of this pool changes its session."""
