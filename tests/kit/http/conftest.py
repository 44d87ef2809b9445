"""The library on a real PostgreSQL and a real port, and people who talk to it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from plano_kit.app import create_app
from plano_kit.auth.issuer import SigningKeys
from plano_kit.database.engine import sqlalchemy_url
from plano_kit.jobs import migrate
from plano_kit.runtime import Runtime
from plano_kit.settings import Settings
from tests.kit.auth.harbour import new_key
from tests.kit.conftest import Cluster, Database
from tests.kit.http.library import LATE, Base, library
from tests.kit.http.town import Town

KEYS = SigningKeys([new_key()])


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="on"))
    running = asyncio.create_task(server.serve())
    try:
        while not server.started:
            assert not running.done()
            await asyncio.sleep(0.005)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


@pytest.fixture(scope="session")
def openapi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("library") / "openapi.json"
    file.write_bytes(b'{"openapi":"3.1.0"}')
    return file


@pytest.fixture(scope="session")
def database(cluster: Cluster, openapi: Path) -> Iterator[Database]:
    """Migrated once for the run; `town` empties it."""

    async def make() -> Database:
        made = await cluster.database()
        await migrate(library(openapi), Settings(database_url=made.url, owner_database_url=made.owner_url))
        engine = create_async_engine(sqlalchemy_url(made.owner_url))
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await engine.dispose()
        await _run(made, LATE)
        return made

    made = asyncio.run(make())
    yield made
    asyncio.run(cluster.drop(made))


async def _run(database: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            await database.sql(statement)


@pytest.fixture
async def issuer_url() -> AsyncIterator[str]:
    async def jwks(request: Request) -> JSONResponse:
        return JSONResponse(KEYS.published().model_dump(mode="json", exclude_none=True))

    async with served(Starlette(routes=[Route("/auth/jwks.json", jwks)])) as url:
        yield url


@pytest.fixture
async def town(database: Database, openapi: Path, issuer_url: str) -> AsyncIterator[Town]:
    await database.sql("TRUNCATE book, plano.idempotency")
    settings = Settings(
        database_url=database.url,
        owner_database_url=database.owner_url,
        issuer_url=issuer_url,
        lock_timeout=1.0,
        statement_timeout=1.5,
        pool_timeout=1.0,
    )
    async with (
        Runtime(library(openapi), settings) as runtime,
        served(create_app(runtime.service, settings, runtime)) as url,
    ):
        yield Town(url, runtime, database, KEYS)
