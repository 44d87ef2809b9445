"""The station's consumer as a process of its own, with a handler that takes long."""

import asyncio
import os

from plano_kit.entrypoints import run
from tests.kit.messaging.station import Moved, Station, Work, event_class, write

STATION = Station(
    os.environ["PLANO_DATABASE_URL"], os.environ["PLANO_KAFKA_BOOTSTRAP"], event_class(os.environ["STATION_TOPIC"])
)


async def handle(event: Moved, ctx: Work) -> None:
    """The first row is there at once, the second with the transaction."""
    await STATION.sql("INSERT INTO effect (who, step) VALUES ('began', $1)", event.step)
    await asyncio.sleep(1)
    await write(ctx, event)


raise SystemExit(run(STATION.service(handle), ["consumer"]))
