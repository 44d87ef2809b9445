"""The second port, which no route reaches: health and metrics."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import asyncpg
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from plano_kit.context import AnyContext
from plano_kit.http.failures import problem_of
from plano_kit.runtime import Runtime

C = TypeVar("C", bound=AnyContext)

_SECONDS = 3.0


class Management:
    """`/livez` without I/O, `/readyz` (the database answers and holds this code's revision), `/metrics`.

    The broker's state makes nothing unready: the outbox exists for that.
    """

    def __init__(self, runtime: Runtime[C]) -> None:
        self._runtime = runtime
        self.stopping = False
        self.app = Starlette(
            routes=[
                Route("/livez", self._livez),
                Route("/readyz", self._readyz),
                Route("/metrics", self._metrics),
            ]
        )

    async def _livez(self, request: Request) -> Response:
        reasons = self._runtime.liveness.reasons
        return JSONResponse({"status": "hung" if reasons else "ok", **reasons}, 503 if reasons else 200)

    async def _readyz(self, request: Request) -> Response:
        reason = "stopping" if self.stopping else await self._unready()
        return JSONResponse({"status": reason or "ok"}, 503 if reason else 200)

    async def _unready(self) -> str | None:
        migrations = self._runtime.migrations
        if migrations is None:
            return None
        try:
            async with asyncio.timeout(_SECONDS), self._runtime.pool.acquire() as connection:
                return await migrations.ready(connection)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
            known = problem_of(error)
            return known.detail if known else repr(error)

    async def _metrics(self, request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
