"""Log-ins: families of refresh tokens that rotate, where a second use of one ends the family."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

REFRESH_LIFETIME = timedelta(days=14)
"""How long a refresh token may lie unused."""
SESSION_LIFETIME = timedelta(days=90)
"""After which a person logs in again, however often the token was refreshed."""

Reason = Literal["password", "blocked"]


@dataclass(frozen=True, slots=True)
class Rotated:
    """The account that goes on, its session and the token that replaces the one given."""

    account_id: UUID
    session_id: UUID
    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No session goes on with this token. `reused` says that it was used before, so its whole family has ended."""

    reused: bool
    account_id: UUID | None = None


async def start(connection: AsyncConnection, account_id: UUID) -> str:
    """Begin a session and give its first refresh token."""
    session_id = uuid4()
    await connection.execute(
        text(
            "INSERT INTO plano.session (id, account_id, ends_at) VALUES (:id, :account, now() + CAST(:ttl AS interval))"
        ),
        {"id": session_id, "account": account_id, "ttl": SESSION_LIFETIME},
    )
    return await _add_token(connection, session_id)


async def rotate(connection: AsyncConnection, token: str) -> Rotated | Refused:
    """Use the token up and give its successor. The caller must commit also where this answers Refused: the end of a
    family whose token came twice is written in the same transaction."""
    found = (
        await connection.execute(
            text(
                "SELECT s.id, s.account_id, t.used_at IS NOT NULL AS used,"
                " s.revoked_at IS NULL AND least(t.expires_at, s.ends_at) > now() AS open"
                " FROM plano.refresh_token t JOIN plano.session s ON s.id = t.session_id"
                " WHERE t.hash = :hash FOR UPDATE"
            ),
            {"hash": _hash(token)},
        )
    ).one_or_none()
    if found is None:
        return Refused(reused=False)
    session_id, account_id, used, is_open = found
    if used:
        await connection.execute(
            text(
                "UPDATE plano.session SET revoked_at = now(), revoked_because = 'reuse'"
                " WHERE id = :id AND revoked_at IS NULL"
            ),
            {"id": session_id},
        )
        return Refused(reused=True, account_id=account_id)
    if not is_open:
        return Refused(reused=False, account_id=account_id)
    await connection.execute(
        text("UPDATE plano.refresh_token SET used_at = now() WHERE hash = :hash"), {"hash": _hash(token)}
    )
    return Rotated(account_id, session_id, await _add_token(connection, session_id))


async def end(connection: AsyncConnection, token: str) -> None:
    """Revoke the session that this token belongs to, used up or not; nothing where there is none."""
    await connection.execute(
        text(
            "UPDATE plano.session s SET revoked_at = now(), revoked_because = 'logout' FROM plano.refresh_token t"
            " WHERE t.hash = :hash AND s.id = t.session_id AND s.revoked_at IS NULL"
        ),
        {"hash": _hash(token)},
    )


async def end_all(connection: AsyncConnection, account_id: UUID, because: Reason, *, keep: str | None = None) -> None:
    """Revoke the account's sessions, but the one that the token `keep` belongs to."""
    await connection.execute(
        text(
            "UPDATE plano.session s SET revoked_at = now(), revoked_because = :because"
            " WHERE s.account_id = :account AND s.revoked_at IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM plano.refresh_token t WHERE t.session_id = s.id AND t.hash = :kept)"
        ),
        {"account": account_id, "because": because, "kept": b"" if keep is None else _hash(keep)},
    )


async def prune(connection: AsyncConnection) -> int:
    """Remove sessions that can no longer go on, a day after; gives how many. Their tokens go with them."""
    removed = await connection.execute(
        text(
            "DELETE FROM plano.session s WHERE least(s.ends_at, s.revoked_at) < now() - interval '1 day' OR NOT EXISTS"
            " (SELECT 1 FROM plano.refresh_token t"
            " WHERE t.session_id = s.id AND t.expires_at > now() - interval '1 day')"
        )
    )
    return removed.rowcount


async def _add_token(connection: AsyncConnection, session_id: UUID) -> str:
    token = secrets.token_urlsafe(32)
    await connection.execute(
        text(
            "INSERT INTO plano.refresh_token (hash, session_id, expires_at)"
            " VALUES (:hash, :session, now() + CAST(:lifetime AS interval))"
        ),
        {"hash": _hash(token), "session": session_id, "lifetime": REFRESH_LIFETIME},
    )
    return token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
