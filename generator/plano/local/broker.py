"""The broker of one environment: librdkafka's mock, a real Kafka, or one that you named."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from plano.local.background import finished
from plano.local.children import Child
from plano.local.ports import Ports
from plano.local.state import Part
from plano.local.supervisor import Supervisor

_START_SECONDS = 90.0
_NAMED_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker that answers at `address`, and what to say of it."""

    address: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class BrokerPlace:
    """Where a broker of this environment may stand.

    `folder` is for its data, `home` for jars of Kafka; it takes from `ports` the `wanted` two, its own and its
    controller's; `topics` is the file of the contracts that names topics.
    """

    folder: Path
    home: Path
    ports: Ports
    wanted: tuple[int, int]
    topics: Path


def is_kind(kind: str) -> bool:
    """Whether this names a broker: `mock`, `kafka`, or `HOST:PORT` of one to use, several with commas between."""
    return kind in ("mock", "kafka") or re.fullmatch(r"[^,\s]+:\d+(,[^,\s]+:\d+)*", kind) is not None


async def start_broker(kind: str, place: BrokerPlace, supervisor: Supervisor) -> Broker:
    """Start the broker of a kind that `is_kind` takes. LocalError where it fails."""
    if kind == "mock":
        return await _mock(supervisor)
    if kind == "kafka":
        return await _kafka(place, supervisor)
    made = await _create(kind, place.topics, _NAMED_SECONDS)
    return Broker(kind, "kafka", f"{kind}, which you named; {made}")


async def _mock(supervisor: Supervisor) -> Broker:
    part = Part("kafka (mock)", "", "broker", 0, 0, 0)
    command = [sys.executable, "-m", "plano.local.mockbroker"]
    lost = "its topics were in memory, so everything stops here; plano up starts anew"
    child = await supervisor.start(part, command, {}, shown=False, lost=lost)
    address = await child.first_line(30)
    part.port = int(address.rpartition(":")[2])
    return Broker(address, "kafka (mock)", "in memory, 'partitions' not applied: --broker kafka for a real one")


async def _kafka(place: BrokerPlace, supervisor: Supervisor) -> Broker:
    from plano.local.realkafka import RealKafka, version

    port, controller = map(place.ports.take, place.wanted)
    node = RealKafka(place.home, place.folder, port, controller)
    command = await node.prepare(supervisor)
    part = Part("kafka", "", "broker", 0, port, 0)
    child = await supervisor.start(part, command, {"LOG_DIR": str(place.folder)}, shown=False)
    address = f"127.0.0.1:{port}"
    made = await _first(child, asyncio.create_task(_create(address, place.topics, _START_SECONDS)))
    return Broker(address, f"kafka {version()}", f"one node, data in .plano; {made}")


async def _first(child: Child, work: asyncio.Task[str]) -> str:
    """The result of `work`. LocalError where the process ends before."""
    ended = asyncio.create_task(child.ended())
    try:
        await asyncio.wait({work, ended}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            return work.result()
        raise child.failed(f"ended with {ended.result()}:")
    finally:
        ended.cancel()
        work.cancel()


async def _create(address: str, topics: Path, seconds: float) -> str:
    from plano.local.brokertopics import create

    made = await finished(create, address, topics, seconds)
    return f"{made} topics made" if made else "all topics there"
