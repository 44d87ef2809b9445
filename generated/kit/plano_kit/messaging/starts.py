"""How often a message was begun, kept where the death of the process does not reach it.

Attempts that end in an error are counted in the process. One that ends the process (memory, a crash in a library) is
counted by nobody, and its message would come back for ever. So a start is written before the handler runs, in a
transaction of its own, and deleted in the transaction of the effect. What that costs is kept small: a start is written
only for the first new message of a partition after its assignment, since no other can have ended the process before
it, and for every attempt after a failed one.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable

from sqlalchemy import ARRAY, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from plano_kit.messaging.draining import Draining

_SECONDS = 5.0

_LOOK = text(
    """
    SELECT CASE
        WHEN EXISTS (SELECT FROM plano.inbox WHERE consumer_group = :consumer_group AND message_id = :id) THEN NULL
        ELSE coalesce((SELECT starts FROM plano.start WHERE consumer_group = :consumer_group AND message_id = :id), 0)
    END
    """
)
_BEGIN = text(
    """
    INSERT INTO plano.start AS before (consumer_group, message_id, starts) VALUES (:consumer_group, :id, :attempt)
    ON CONFLICT (consumer_group, message_id)
    DO UPDATE SET starts = greatest(before.starts + 1, excluded.starts), started_at = now()
    RETURNING starts
    """
)
_TAKE_BACK = text(
    "UPDATE plano.start SET starts = greatest(starts - 1, 0) "
    "WHERE consumer_group = :consumer_group AND message_id = :id"
)
_FORGET = text("DELETE FROM plano.start WHERE consumer_group = :consumer_group AND message_id = ANY (:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Text))
)


class DiedError(Exception):
    """A message was begun as often as its consumer allows, and the process ended each time."""


class Starts:
    """The starts of one process's consumers. Raises what SQLAlchemy raises of a database that is away."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._one = asyncio.Lock()

    async def look(self, group: str, id: str) -> int | None:
        """How often a message was begun and not ended; None where the inbox holds it."""
        async with self._connected() as connection:
            found = (await connection.execute(_LOOK, _of(group, id))).scalar()
        return None if found is None else int(found)

    @contextlib.asynccontextmanager
    async def alone(self, draining: Draining) -> AsyncIterator[None]:
        """While a message runs that was begun before and not ended: one in a process at a time.

        Of two that ran together both would be counted where one of them ends the process. Raises DrainedError where
        draining begins first.
        """
        await draining.first(self._one.acquire())
        try:
            yield
        finally:
            self._one.release()

    async def begin(self, group: str, id: str, attempt: int) -> int:
        """Write down that a message is begun; committed on return.

        `attempt` counts what this process knows of; given is the number with what other processes began.
        """
        async with self._connected() as connection:
            answer = await connection.execute(_BEGIN, {**_of(group, id), "attempt": attempt})
            return int(answer.scalar_one())

    async def take_back(self, group: str, id: str) -> None:
        """Uncount a start that a stop or a rebalance rolled back."""
        async with self._connected() as connection:
            await connection.execute(_TAKE_BACK, _of(group, id))

    async def forget(self, group: str, id: str) -> None:
        """Forget a message that is settled without an effect."""
        async with self._connected() as connection:
            await connection.execute(_FORGET, {"consumer_group": group, "ids": [id]})

    async def forget_with(self, session: AsyncSession, group: str, ids: Iterable[str]) -> None:
        """Forget messages in the transaction of their effect."""
        await session.execute(_FORGET, {"consumer_group": group, "ids": sorted(ids)})

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        async with asyncio.timeout(_SECONDS), self._engine.begin() as connection:
            yield connection


def _of(group: str, id: str) -> dict[str, object]:
    return {"consumer_group": group, "id": id}
