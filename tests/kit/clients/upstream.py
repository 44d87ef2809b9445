"""Another service on a real port: it answers as it was told and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from uuid import UUID

import httpx
import uvicorn
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from plano_kit.clients import CallScope, Client
from plano_kit.clients.base import Patience, Upstream

QUICK = Patience(connect=0.5, answer=0.5, total=3.0, attempts=4, first=0.01, longest=0.05)
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Boat(BaseModel):
    id: UUID
    name: str
    berth: int | None = None


class MoorRequest(BaseModel):
    name: str
    fee: Decimal
    berth: int | None = None


class HarbourClient(Client):
    """As the generator would write it."""

    async def get_boat(self, boat_id: UUID) -> Boat:
        return await self.call("GET", "/boats/{boat_id}", Boat, values={"boat_id": boat_id})

    async def find(self, name: str, sort: str | None = None, berths: tuple[int, ...] = ()) -> list[Boat]:
        return await self.call("GET", "/boats", list[Boat], query={"name": name, "sort": sort, "berth": berths})

    async def moor(self, name: str, fee: Decimal) -> Boat:
        return await self.call("POST", "/boats", Boat, body=MoorRequest(name=name, fee=fee))

    async def scrap(self, boat_id: str) -> None:
        await self.call("DELETE", "/boats/{boat_id}", None, values={"boat_id": boat_id})


class Tokens:
    """Tokens one after the other; the next one after a refusal."""

    def __init__(self) -> None:
        self.number = 1

    async def token(self) -> str:
        return f"token-{self.number}"

    def reject(self, token: str) -> None:
        if token == f"token-{self.number}":
            self.number += 1


class Harbour:
    """What it is asked stands in `asked` and `bodies`; `answers` are given in order, the last one for ever.
    A number in their place is how many seconds it says nothing."""

    def __init__(self, *answers: Response | float) -> None:
        self.answers = list(answers)
        self.asked: list[Request] = []
        self.bodies: list[bytes] = []
        self.app = Starlette(routes=[Route("/{path:path}", self._answer, methods=METHODS)])
        self.url = ""
        self._http = httpx.AsyncClient()

    async def _answer(self, request: Request) -> Response:
        self.asked.append(request)
        self.bodies.append(await request.body())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Response):
            return answer
        await asyncio.sleep(answer)
        return Response(status_code=204)

    def client(self, scope: CallScope | None = None, patience: Patience = QUICK) -> HarbourClient:
        return HarbourClient(Upstream("harbour", self.url, self._http, Tokens(), patience), scope or CallScope.once())

    def headers(self, name: str) -> list[str | None]:
        return [request.headers.get(name) for request in self.asked]

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Harbour"]:
        async with served(self.app) as self.url, self._http:
            yield self


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
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


def problem(status: int, detail: str = "", **headers: str) -> Response:
    return JSONResponse(
        {"type": "about:blank", "title": "T", "status": status, "detail": detail},
        status,
        {name.replace("_", "-"): text for name, text in headers.items()},
        "application/problem+json",
    )
