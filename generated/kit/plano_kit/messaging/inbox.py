"""The memory of what a consumer group has handled, written in the transaction of the effect."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ARRAY, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

_INSERT = text(
    """
    INSERT INTO plano.inbox (consumer_group, message_id)
    SELECT :consumer_group, unnest(:ids)
    ON CONFLICT DO NOTHING
    RETURNING message_id
    """
).bindparams(bindparam("ids", type_=ARRAY(Text)))


async def remember(session: AsyncSession, group: str, ids: Iterable[str]) -> frozenset[str]:
    """Record messages as handled by `group`; gives those that were not recorded before.

    Where another transaction is recording one of them right now, this waits for its end.
    """
    # In one order everywhere, so that two transactions never wait for each other.
    answer = await session.execute(_INSERT, {"consumer_group": group, "ids": sorted(set(ids))})
    return frozenset(answer.scalars())
