"""What a careful person writes by hand for three endpoints over `product`: Starlette, asyncpg and PyJWT, no framework.

Run as: python handwritten.py PORT DATABASE_URL JWKS_URL PLATFORM
"""

from __future__ import annotations

import contextlib
import json
import sys
import urllib.request
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import jwt
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uuid_utils.compat import uuid7

COLUMNS = "id, created_at, updated_at, row_version, sku, name, description, price, stock"
ONE = f"SELECT {COLUMNS} FROM product WHERE id = $1"
PAGE = f"SELECT {COLUMNS} FROM product ORDER BY id DESC LIMIT $1"
INSERT = f"INSERT INTO product ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) RETURNING {COLUMNS}"


def written(value: object) -> str:
    """A value that JSON does not know."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def answer(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body, default=written), status, media_type="application/json")


def application(database: str, keys: jwt.PyJWKSet, platform: str) -> Starlette:
    """The application; its pool lives as long as it."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database, min_size=1, max_size=5) as pool:
            app.state.pool = pool
            yield

    async def get(request: Request) -> Response:
        row = await request.app.state.pool.fetchrow(ONE, UUID(request.path_params["id"]))
        return Response(status_code=404) if row is None else answer(dict(row))

    async def page(request: Request) -> Response:
        limit = int(request.query_params.get("limit", 50))
        rows = await request.app.state.pool.fetch(PAGE, limit + 1)
        following = str(rows[limit]["id"]) if len(rows) > limit else None
        return answer({"items": [dict(row) for row in rows[:limit]], "next": following})

    async def create(request: Request) -> Response:
        token = request.headers["authorization"].removeprefix("Bearer ")
        key = keys[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(token, key, algorithms=["ES256"], audience=platform, issuer=platform)
        if "admin" not in claims["roles"]:
            return Response(status_code=403)
        body = await request.json()
        now = datetime.now(UTC)
        async with request.app.state.pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                INSERT, uuid7(), now, now, 1, body["sku"], body["name"], body.get("description"),
                Decimal(body["price"]), body["stock"],
            )  # fmt: skip
        return answer(dict(row), 201)

    routes = [
        Route("/products", page),
        Route("/products", create, methods=["POST"]),
        Route("/products/{id}", get),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


if __name__ == "__main__":
    port, database_url, jwks_url, name = sys.argv[1:]
    with urllib.request.urlopen(jwks_url) as found:
        known = jwt.PyJWKSet.from_dict(json.load(found))
    uvicorn.run(
        application(database_url, known, name), host="127.0.0.1", port=int(port), log_level="warning", access_log=False
    )
