"""An issuer of people with a name, on a real PostgreSQL and a real port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr
from sqlalchemy import MetaData, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import Field, SQLModel
from starlette.types import ASGIApp

from plano_kit.auth.issuer import Issuing, Registration, SigningKey
from plano_kit.service import Issuer
from plano_kit.types import Email, Model, Text

SECRET = "the-secret-of-orders"


class Base(SQLModel):
    metadata = MetaData()


class Person(Base, table=True):
    __table_args__ = (UniqueConstraint("mail"), UniqueConstraint("badge"))
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    mail: str
    full_name: str
    badge: str | None = None


class PersonResponse(Model):
    id: UUID
    mail: Email
    full_name: Text


class RegisterRequest(Registration):
    mail: Email
    full_name: Text
    badge: Text | None = None


DEFINITION = Issuer(
    account=Person, response=PersonResponse, register=RegisterRequest, email="mail", roles=("admin", "support")
)
NAME = "harbour-local"
PASSWORD = "correct horse battery"


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """Serve the application on loopback until the block ends; gives its base URL."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve())
    try:
        while not server.started:
            assert not running.done()
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


def new_key() -> SigningKey:
    return SigningKey.of(ec.generate_private_key(ec.SECP256R1()))


@dataclass(frozen=True)
class Harbour:
    """A running issuer, what it keeps, and browsers to talk to it."""

    url: str
    engine: AsyncEngine
    issuing: Issuing

    def browser(self, prefix: str = "") -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url + prefix, timeout=20)

    async def sql(self, statement: str) -> list[tuple[object, ...]]:
        async with self.engine.begin() as connection:
            answer = await connection.exec_driver_sql(statement)
            return [tuple(row) for row in answer] if answer.returns_rows else []

    async def registered(self, mail: str = "ada@example.org", roles: frozenset[str] = frozenset()) -> UUID:
        request = RegisterRequest(mail=mail, full_name="Ada", password=SecretStr(PASSWORD))
        row = await self.issuing.register(request, roles)
        assert isinstance(row, Person)
        return row.id

    async def logged_in(self, mail: str = "ada@example.org") -> httpx.AsyncClient:
        browser = self.browser()
        answer = await browser.post("/auth/login", json={"email": mail, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        browser.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return browser
