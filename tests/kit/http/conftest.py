"""The library on a real PostgreSQL, and people who talk to it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from plano_kit.app import create_app
from plano_kit.auth.issuer import SigningKeys
from plano_kit.database.engine import sqlalchemy_url
from plano_kit.jobs import migrate
from plano_kit.observability import logs
from plano_kit.runtime import Runtime
from plano_kit.settings import Settings
from tests.kit.auth.harbour import new_key
from tests.kit.conftest import Cluster, Database
from tests.kit.http.library import LATE, Base, library
from tests.kit.http.town import Town

KEYS = SigningKeys([new_key()])


@pytest.fixture(scope="session")
def openapi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("library") / "openapi.json"
    file.write_bytes(b'{"openapi":"3.1.0"}')
    return file


@pytest.fixture(scope="session")
def database(cluster: Cluster, openapi: Path) -> Iterator[Database]:
    """Migrated once for the run; `town` empties it."""
    logs.configure("library", "test", "CRITICAL")

    async def make() -> Database:
        made = await cluster.database()
        await furnish(made)
        await migrate(library(openapi), Settings(database_url=made.url, owner_database_url=made.owner_url))
        await _run(made, LATE)
        return made

    made = asyncio.run(make())
    yield made
    asyncio.run(cluster.drop(made))


async def furnish(database: Database) -> None:
    """Make the library's tables, since it has no revisions."""
    engine = create_async_engine(sqlalchemy_url(database.owner_url))
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()


async def _run(database: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            await database.sql(statement)


@pytest.fixture(scope="session")
def issuer_url() -> Iterator[str]:
    """Where the keys are published that the tests sign with."""

    class Published(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(KEYS.published().model_dump_json(exclude_none=True).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Published)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


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
    async with Runtime(library(openapi), settings) as runtime:
        app = create_app(runtime.service, settings, runtime)
        async with app.router.lifespan_context(app):
            yield Town(app, runtime, database, KEYS)
