"""A consumer that dies by SIGKILL after a transaction's commit and before its offset's."""

import asyncio
import os
import signal
import sys
from dataclasses import replace

import pytest

from plano_kit.messaging.member import Member
from tests.kit.messaging.station import Moved, Station, Work, event_class, write


async def main(database_url: str, bootstrap: str, topic: str, after: int) -> None:
    station = Station(database_url, bootstrap, event_class(topic))
    station.timing = replace(station.timing, commit=60.0)
    handled = 0

    async def handle(event: Moved, ctx: Work) -> None:
        nonlocal handled
        handled += 1
        number = handled
        await write(ctx, event)
        if number == after:
            # The lane commits offsets at a chunk's end; the transaction's commit comes first.
            asyncio.get_running_loop().call_later(0.2, os.kill, os.getpid(), signal.SIGKILL)
        if number > after:
            await asyncio.sleep(60)

    async def never(self: Member, offsets: object) -> None:
        await asyncio.sleep(0)

    pytest.MonkeyPatch().setattr(Member, "_commit_all", never)
    async with station.consuming(handle):
        await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
