"""The broker of one environment: librdkafka's mock, a real Kafka, or one that you named."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from plano.local.children import Child, Sink
from plano.local.errors import LocalError

_START_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker that answers at `address`; `child` is None for one that was there before."""

    address: str
    title: str
    note: str
    child: Child | None


async def start_broker(kind: str, root: Path, folder: Path, port: int, controller: int, sink: Sink) -> Broker:
    """Start the broker that `kind` names: `mock`, `kafka`, or `HOST:PORT` to use one. LocalError where it fails."""
    topics = root / "generated" / "contracts" / "topics.json"
    if kind == "mock":
        child = Child("kafka (mock)", [sys.executable, "-m", "plano.local.mockbroker"], {}, root, _quiet)
        await child.start()
        address = await child.first_line(30)
        note = "in memory, `partitions` not applied: --broker kafka for a real one"
        return Broker(address, "kafka (mock)", note, child)
    from plano.local.brokertopics import create

    if kind == "kafka":
        from plano.local.realkafka import RealKafka

        node = RealKafka(root / ".plano" / "kafka" / "libraries", folder / "kafka", port, controller)
        command = await asyncio.to_thread(node.prepare)
        logs = {"LOG_DIR": str(folder / "kafka")}
        child = Child("kafka", command, logs, root, _quiet)
        await child.start()
        address = f"127.0.0.1:{port}"
        made = asyncio.create_task(asyncio.to_thread(create, address, topics, _START_SECONDS))
        ended = asyncio.create_task(child.ended())
        await asyncio.wait({made, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done() and not made.done():
            raise child.failed("ended at once:")
        ended.cancel()
        await made
        return Broker(address, "kafka 4", "data in .plano, one node", child)
    if ":" not in kind:
        raise LocalError(f"--broker is mock, kafka or HOST:PORT, not '{kind}'")
    await asyncio.to_thread(create, kind, topics, 20)
    return Broker(kind, "kafka", f"{kind}, which you named", None)


def _quiet(name: str, line: str) -> None:
    """A broker's own log is kept for an error, and not shown."""
