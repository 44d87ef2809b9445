"""A platform on this machine, from its first part to its last and back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from plano.local import gateway, placing, processes, server, sharing, state
from plano.local.background import finished
from plano.local.broker import BrokerPlace, start_broker
from plano.local.children import Sink
from plano.local.cluster import Cluster
from plano.local.errors import LocalError, writing
from plano.local.keys import load
from plano.local.lock import LockedError, locked
from plano.local.ports import Ports
from plano.local.services import Services
from plano.local.state import Part, State
from plano.local.supervisor import Supervisor, Tell
from plano.local.variables import Place, secret_names
from plano.platform.model import Platform
from plano.platform.ports import local_ports

_CLUSTER_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """What `plano up` was asked for. `broker` is `mock`, `kafka` or an address; `postgresql` an address or empty."""

    environment: str
    port: int
    broker: str
    postgresql: str
    split: bool


class Running:
    """Starts the parts in order with `start`, keeps them running with `watch`, and ends them with `stop`."""

    def __init__(self, root: Path, platform: Platform, options: Options, tell: Tell, sink: Sink) -> None:
        self._root = root.resolve()
        self._platform = platform
        self._options = options
        self._tell = tell
        self._folder = self._root / ".plano" / options.environment
        self._environment = placing.environment_of(platform, options.environment)
        self._services = [each for each in platform.services if each.kind == "fastapi"]
        self._cluster: Cluster | None = None
        self._state = State(os.getpid(), processes.born(os.getpid()), options.environment)
        self._supervisor = Supervisor(self._root, self._state, tell, sink)
        self._place = contextlib.ExitStack()
        self._ports = Ports()
        self._ours = False

    async def start(self) -> State:
        """Start everything; gives where it is. LocalError where a part does not start."""
        self._claim()
        keys = load(self._folder / "secrets.json", secret_names(self._platform))
        ports = local_ports(self._platform, self._options.environment)
        apis = {each.name: self._ports.take(ports[each.name, "api"]) for each in self._services}
        self._state.server = await self._postgresql()
        await self._broker(ports["", "kafka"], ports["", "controller"])
        place = Place(
            root=self._root,
            platform=self._platform,
            environment=self._environment,
            keys=keys,
            server=_address(self._state.server),
            kafka=self._state.kafka,
            mail=await self._mail(ports["", "mail"]),
            apis=apis,
        )
        services = Services(place, self._services, self._state, self._supervisor, self._ports)
        seeded = await services.prepare(self._ready, named=self._options.postgresql)
        managements = {each.name: ports[each.name, "management"] for each in self._services}
        await services.start(self._ready, managements, split=self._options.split, seeded=seeded)
        await self._gateway(apis)
        self._state.ready = True
        state.write(self._root, self._state)
        return self._state

    async def watch(self) -> None:
        """For ever: start again what ends. LocalError where something ends that cannot be."""
        async with asyncio.TaskGroup() as watching:
            watching.create_task(self._supervisor.watch())
            if self._cluster is not None:
                watching.create_task(self._watch_cluster(self._cluster))

    async def stop(self) -> None:
        """End every process, what was started last first; PostgreSQL goes on where another environment uses it."""
        if not self._ours:
            return
        await self._supervisor.stop()
        if self._cluster is not None:
            await finished(sharing.leave, self._root, self._options.environment)
        state.file_of(self._root, self._options.environment).unlink(missing_ok=True)
        self._ports.release()
        self._place.close()

    def _claim(self) -> None:
        """Take the environment's place, and clear it of what a killed run has left. LocalError where it is taken."""
        try:
            self._place.enter_context(locked(self._folder / "lock", wait=False))
        except LockedError:
            before = state.read(self._root, self._options.environment)
            known = f" (process {before.pid})" if before else ""
            raise LocalError(f"'{self._options.environment}' runs already{known}: plano down stops it") from None
        self._ours = True
        if ended := state.end_leftovers(self._root, self._options.environment):
            self._tell(f"ended what a killed run had left: {', '.join(ended)}")
        placing.take_gateway(self._ports, self._options.port)
        state.write(self._root, self._state)

    async def _postgresql(self) -> str:
        started = time.perf_counter()
        if self._options.postgresql:
            url = server.named_url(self._options.postgresql)
            version = await finished(server.version_at, url)
            self._ready(f"postgresql {version}", started, f"{self._options.postgresql}, which you named")
            return url
        self._state.own = True
        state.write(self._root, self._state)
        joining = asyncio.ensure_future(finished(sharing.join, self._root, self._platform, self._ports))
        try:
            self._cluster = await asyncio.shield(joining)
        except asyncio.CancelledError:
            self._cluster = await joining
            raise
        note = sharing.describe(self._cluster, self._platform)
        self._ready(sharing.title(self._cluster), started, note)
        return self._cluster.url()

    async def _broker(self, port: int, controller: int) -> None:
        started = time.perf_counter()
        kind = self._options.broker
        placing.check_broker(self._root, self._options.environment, kind)
        topics = self._root / "generated" / "contracts" / "topics.json"
        home = self._root / ".plano" / "kafka"
        place = BrokerPlace(self._folder / "kafka", home, self._ports, (port, controller), topics)
        broker = await start_broker(kind, place, self._supervisor)
        self._state.kafka = broker.address
        self._ready(broker.title, started, broker.note)

    async def _mail(self, wanted: int) -> int:
        if not any(call.kind == "smtp" for each in self._services for call in each.calls):
            return 0
        started = time.perf_counter()
        port = self._ports.take(wanted)
        command = [sys.executable, "-m", "plano.local.mailcatcher", str(port), str(self._folder / "mails")]
        child = await self._supervisor.start(Part("mail", "", "mail", 0, port, 0), command, {}, shown=False)
        await child.first_line(30)
        self._ready("mail (catcher)", started, "nothing leaves this machine: plano mails")
        return port

    async def _gateway(self, apis: dict[str, int]) -> None:
        started = time.perf_counter()
        port = self._options.port
        file = self._folder / "caddy.json"
        with writing(file):
            file.write_text(gateway.config(self._platform, port, apis))
        command = [gateway.binary(), "run", "--config", str(file)]
        part = Part("gateway", "", "gateway", 0, port, 0)
        child = await self._supervisor.start(part, command, gateway.variables(self._folder / "caddy"))
        await self._supervisor.until_answers(child, f"http://127.0.0.1:{port}/", wanted=None)
        self._state.gateway = f"http://localhost:{port}"
        absent = sorted({route.service for route in self._platform.routes} - set(apis))
        told = [
            "'rate_limit' is not applied here" if any(route.rate for route in self._platform.routes) else "",
            f"404 for {', '.join(absent)}: no emitter yet" if absent else "",
        ]
        self._ready("gateway", started, "; ".join(filter(None, told)))

    async def _watch_cluster(self, cluster: Cluster) -> None:
        while True:
            await asyncio.sleep(_CLUSTER_LOOK)
            if await finished(sharing.revive, self._root, cluster):
                self._tell("postgresql ended by itself; it runs again")

    def _ready(self, name: str, started: float, note: str) -> None:
        self._tell(f"{name:<18} ready in {time.perf_counter() - started:.1f} s    {note}".rstrip())


def _address(url: str) -> str:
    return url.rpartition("@")[2].partition("/")[0]
