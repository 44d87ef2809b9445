"""The limit of failed log-ins, in PostgreSQL, so that it holds over all processes of the issuer.

Each key is a generic cell rate: a failure moves the instant at which the key is empty again by `every`, and when that
lies more than `burst` times `every` ahead, the next attempt is refused. An attempt is counted before the password is
looked at, so that parallel guesses count too, and given back when the password was right.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` failures at once, then one more each `every`."""

    burst: int
    every: timedelta


HERE = Limit(5, timedelta(seconds=30))
"""One account from one address: somebody who has forgotten a password."""
ACCOUNT = Limit(30, timedelta(minutes=2))
"""One account from anywhere, below the 100 in a row of NIST SP 800-63B-4, 3.2.2; looser than HERE, so that a stranger
cannot easily shut its owner out."""
ADDRESS = Limit(60, timedelta(seconds=10))
"""One address on any account: a list of stolen passwords tried in turn. Many people may share an address."""

_COUNT = text(
    "INSERT INTO plano.attempt AS a (key, empty_at) VALUES (:key, clock_timestamp() + CAST(:every AS interval))"
    " ON CONFLICT (key) DO UPDATE SET empty_at = greatest(a.empty_at, clock_timestamp()) + CAST(:every AS interval)"
    " RETURNING extract(epoch FROM a.empty_at - clock_timestamp())::float8"
)


class LimitedError(Exception):
    """The attempt is not looked at; `seconds` until the next one may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Attempts:
    """Counts one attempt for an e-mail from an address. `engine` gives the short transactions that this takes."""

    def __init__(self, engine: AsyncEngine, email: str, address: str) -> None:
        self._engine = engine
        # Always in this order, so that two attempts cannot lock each other's keys crosswise.
        self._limits = (
            (_key("address", address), ADDRESS),
            (_key("account", email.lower()), ACCOUNT),
            (_key("here", email.lower(), address), HERE),
        )

    async def count(self) -> None:
        """Count the attempt, at once visible to all. Raises LimitedError where a limit is reached, counting nothing."""
        async with self._engine.connect() as connection:
            for key, limit in self._limits:
                counted = await connection.execute(_COUNT, {"key": key, "every": limit.every})
                ahead = float(counted.scalar_one()) - limit.burst * limit.every.total_seconds()
                if ahead > 0:
                    await connection.rollback()
                    raise LimitedError(max(1, math.ceil(ahead)))
            await connection.commit()

    async def forgive(self, connection: AsyncConnection) -> None:
        """The password was right: forget the failures of the account here, and give the others this one back."""
        (address, by_address), (account, by_account), (here, _) = self._limits
        for key, limit in ((address, by_address), (account, by_account)):
            await connection.execute(
                text("UPDATE plano.attempt SET empty_at = empty_at - CAST(:every AS interval) WHERE key = :key"),
                {"key": key, "every": limit.every},
            )
        await connection.execute(text("DELETE FROM plano.attempt WHERE key = :key"), {"key": here})


async def prune(connection: AsyncConnection) -> int:
    """Remove keys with nothing left to count; gives how many."""
    removed = await connection.execute(text("DELETE FROM plano.attempt WHERE empty_at < now()"))
    return removed.rowcount


def _key(kind: str, *parts: str) -> bytes:
    return hashlib.sha256("\0".join((kind, *parts)).encode("utf-8", "surrogateescape")).digest()
