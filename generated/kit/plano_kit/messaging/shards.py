"""Which relay sends which shard: session-level advisory locks, shared out evenly among the relays at work."""

from __future__ import annotations

import random

import asyncpg

from plano_kit.messaging.outbox import SHARDS

_SPACE = 0x706C616E
"""The first key of the two-key advisory locks, so that a service's own locks do not meet these."""

_PRESENT = 1000
"""The second key of the lock that every relay shares; the others are the shards' numbers."""

_RELAYS = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid = $1::bigint::oid AND objid = $2::bigint::oid AND objsubid = 2
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Shards:
    """The shards that one connection holds. They end with it, so the connection must go straight to PostgreSQL."""

    def __init__(self, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        self._connection = connection
        self._held: set[int] = set()

    @property
    def held(self) -> list[int]:
        """The shards that nobody else may send now."""
        return sorted(self._held)

    async def enter(self) -> None:
        """Be counted as a relay at work."""
        await self._connection.execute("SELECT pg_advisory_lock_shared($1, $2)", _SPACE, _PRESENT)

    async def balance(self) -> None:
        """Give up what is above a fair share and take what is free, up to it. Call it with nothing in flight."""
        relays = await self._connection.fetchval(_RELAYS, _SPACE, _PRESENT)
        share = -(-SHARDS // max(1, int(relays)))
        while len(self._held) > share:
            shard = self._held.pop()
            await self._connection.execute("SELECT pg_advisory_unlock($1, $2)", _SPACE, shard)
        # In random order, or relays that start together would all wait for the same ones.
        for shard in random.sample(range(SHARDS), SHARDS):
            if len(self._held) >= share:
                return
            if shard not in self._held and await self._lock(shard):
                self._held.add(shard)

    async def _lock(self, shard: int) -> bool:
        return bool(await self._connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", _SPACE, shard))
