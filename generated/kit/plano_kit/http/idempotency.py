"""The same request under the same Idempotency-Key is answered the same, and done once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import asyncpg
from fastapi import Request, Response
from pydantic_core import from_json, to_json
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from plano_kit.auth.principal import Principal
from plano_kit.database.engine import AnyConnection
from plano_kit.problems import Conflict, Unprocessable

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_LOCK_NOT_AVAILABLE = "55P03"
_KEY = re.compile(r"[!-~]{1,255}")

# Waits for another transaction that holds the same key, as long as the lock time-out lets it.
_CLAIM = """
INSERT INTO plano.idempotency (principal, key, fingerprint, status, headers, body)
VALUES ($1, $2, $3, 0, '{}', '') ON CONFLICT DO NOTHING RETURNING 1 AS claimed
"""
_FIND = """
SELECT fingerprint, status, headers::text AS headers, body FROM plano.idempotency WHERE principal = $1 AND key = $2
"""
_KEEP = """
UPDATE plano.idempotency SET status = $3, headers = $4::text::jsonb, body = $5
WHERE principal = $1 AND key = $2 RETURNING 1 AS kept
"""


class Connection(Protocol):
    """What runs one statement inside of the transaction that is open."""

    async def fetchrow(self, query: str, *args: object) -> Mapping[str, object] | None: ...


class PooledConnection:
    """A pool's connection as a `Connection`."""

    def __init__(self, connection: AnyConnection) -> None:
        self._connection = connection

    async def fetchrow(self, query: str, *args: object) -> Mapping[str, object] | None:
        row = await self._connection.fetchrow(query, *args)
        return None if row is None else dict(row)


class SessionConnection:
    """A session's transaction as a `Connection`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def fetchrow(self, query: str, *args: object) -> Mapping[str, object] | None:
        connection = await self._session.connection()
        row = (await connection.exec_driver_sql(query, args)).mappings().one_or_none()
        return None if row is None else {str(name): value for name, value in row.items()}


@dataclass(frozen=True, slots=True)
class Claim:
    """A request's key, its sender's own; `fingerprint` is of method, path and body.

    Nobody knows whether two anonymous requests are one sender's. So an anonymous `sender` is the request itself: the
    same key with the same request is the same claim, and with any other request a claim apart. A stranger who uses
    the same key neither sees another's answer nor is refused for it, unless his request is the same to the byte.
    """

    sender: str
    key: str
    fingerprint: str


async def claim_of(request: Request, principal: Principal | None) -> Claim | None:
    """The claim of a POST that carries a key; None for any other request. Raises Unprocessable for a malformed key."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not _KEY.fullmatch(key):
        raise Unprocessable("an Idempotency-Key has 1 to 255 visible ASCII characters")
    told = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + await request.body()
    fingerprint = hashlib.sha256(told).hexdigest()
    sender = f"{principal.kind}:{principal.id}" if principal else f"anonymous:{fingerprint}"
    return Claim(sender, key, fingerprint)


async def claim(connection: Connection, wanted: Claim) -> Response | None:
    """Take the key for this transaction, or give the answer that it was used for.

    Raises Unprocessable where its sender used it for another request, Conflict while the first one is still at work.
    """
    try:
        if await connection.fetchrow(_CLAIM, wanted.sender, wanted.key, wanted.fingerprint):
            return None
    except (asyncpg.LockNotAvailableError, DBAPIError) as error:
        if getattr(getattr(error, "orig", error), "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise _at_work() from None
    kept = await connection.fetchrow(_FIND, wanted.sender, wanted.key)
    if kept is None:
        raise _at_work()
    if kept["fingerprint"] != wanted.fingerprint:
        raise Unprocessable("this Idempotency-Key was used for another request")
    headers, body, status = kept["headers"], kept["body"], kept["status"]
    assert isinstance(headers, str)
    assert isinstance(body, bytes)
    assert isinstance(status, int)
    return Response(body, status, {**from_json(headers), REPLAYED: "true"})


def _at_work() -> Conflict:
    return Conflict("the first request with this Idempotency-Key is at work: try again", headers={"Retry-After": "1"})


async def keep(connection: Connection, taken: Claim, response: Response) -> None:
    """Keep the answer with the effect, in its transaction."""
    headers = {name: value for name, value in response.headers.items() if name in ("content-type", "etag", "location")}
    body = bytes(response.body)
    await connection.fetchrow(_KEEP, taken.sender, taken.key, response.status_code, to_json(headers).decode(), body)
