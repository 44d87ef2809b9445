"""A platform on this machine, from its first part to its last and back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from plano.local import state as states
from plano.local import variables
from plano.local.broker import Broker, start_broker
from plano.local.children import Child, Sink
from plano.local.cluster import Cluster, find_binaries, free_port, version_of
from plano.local.databases import provision
from plano.local.errors import LocalError
from plano.local.gateway import binary, config
from plano.local.keys import load
from plano.local.state import Part, State
from plano.local.variables import Place
from plano.platform.environments import local_environment
from plano.platform.model import Platform, Service
from plano.platform.ports import local_ports

_READY_SECONDS = 60.0
_LONGEST_BACKOFF = 15.0

Tell = Callable[[str], None]


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
        self._root = root
        self._platform = platform
        self._options = options
        self._tell = tell
        self._sink = sink
        self._folder = root / ".plano" / options.environment
        self._services = [each for each in platform.services if each.kind == "fastapi"]
        self._children: list[Child] = []
        self._cluster: Cluster | None = None
        self._kept: list[tuple[Child, Part]] = []
        self._place: Place | None = None
        me = psutil.Process()
        self._state = State(pid=me.pid, born=me.create_time(), environment=options.environment)

    async def start(self) -> State:
        """Start everything; gives where it is. LocalError where a part does not start."""
        before = states.read(self._root, self._options.environment)
        if before is not None and before.alive:
            raise LocalError(f"it runs already (process {before.pid}): plano down stops it")
        self._folder.mkdir(parents=True, exist_ok=True)
        keys = load(self._folder / "secrets.json", variables.secret_names(self._platform))
        ports = local_ports(self._platform, self._options.environment)
        apis = {each.name: _free(ports[each.name, "api"]) for each in self._services}
        server = await self._timed_cluster()
        broker = await self._timed_broker(ports["", "kafka"], ports["", "controller"])
        mail = await self._mail(_free(ports["", "mail"]))
        place = Place(
            self._root, self._platform, local_environment(self._platform, self._options.environment), keys,
            self._state.server.rpartition("@")[2].partition("/")[0], broker.address, mail, apis,
        )  # fmt: skip
        self._place = place
        self._state.kafka = broker.address
        fresh = await self._migrations(place, server)
        await self._start_services(place, fresh)
        await self._gateway(apis)
        self._state.ready = True
        states.write(self._root, self._state)
        return self._state

    async def watch(self, stop: asyncio.Event) -> None:
        """Until `stop`: start a service's process again when it ends, as a cluster would."""
        watching = [asyncio.create_task(self._watch(child, part, stop)) for child, part in self._kept]
        await stop.wait()
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)

    async def stop(self) -> None:
        """End every process, what was started last first; PostgreSQL goes on where another environment uses it."""
        services = [child for child, _ in self._kept]
        others = [child for child in reversed(self._children) if child not in services]
        gateway = [child for child in others if child.name == "gateway"]
        await asyncio.gather(*(child.stop() for child in gateway))
        await asyncio.gather(*(child.stop() for child in services))
        await asyncio.gather(*(child.stop() for child in others))
        if self._cluster is not None and not states.others_alive(self._root, self._options.environment):
            await asyncio.to_thread(self._cluster.stop)
        self._state.ready = False
        self._state.parts = []
        states.file_of(self._root, self._options.environment).unlink(missing_ok=True)

    async def _timed_cluster(self) -> str:
        started = time.perf_counter()
        if self._options.postgresql:
            user = os.environ.get("PLANO_POSTGRESQL_USER", "postgres")
            password = os.environ.get("PLANO_POSTGRESQL_PASSWORD", "")
            self._state.server = f"postgresql://{user}:{password}@{self._options.postgresql}/postgres"
            self._tell(f"postgresql         {self._options.postgresql}, which you named")
            return self._state.server
        self._cluster = await asyncio.to_thread(self._own_cluster)
        self._state.server = self._cluster.url()
        version = version_of(self._cluster.binaries)
        self._ready(f"postgresql {version}", started, "data in .plano/postgresql")
        return self._state.server

    def _own_cluster(self) -> Cluster:
        base = self._root / ".plano"
        version = self._platform.databases[0].version if self._platform.databases else 18
        binaries = find_binaries(version)
        held = load(base / "postgresql.json", ["password"]).named
        noted = base / "postgresql.port"
        port = int(noted.read_text()) if noted.exists() else 0
        cluster = Cluster(base / "postgresql", binaries, port, held["password"])
        if port and cluster.running:
            return cluster
        wanted = local_ports(self._platform, "local")["", "postgresql"]
        port = _free(port or wanted)
        noted.write_text(str(port))
        cluster = Cluster(cluster.data, binaries, port, cluster.password)
        cluster.start("max_connections=300")
        return cluster

    async def _timed_broker(self, port: int, controller: int) -> Broker:
        started = time.perf_counter()
        broker = await start_broker(
            self._options.broker, self._root, self._folder, _free(port), _free(controller), self._sink
        )
        if broker.child is not None:
            self._children.append(broker.child)
        self._ready(broker.title, started, broker.note)
        return broker

    async def _mail(self, port: int) -> int:
        calls = {call.service for each in self._services for call in each.calls if call.kind == "smtp"}
        if not calls:
            return 0
        started = time.perf_counter()
        file = self._folder / "mails.jsonl"
        command = [sys.executable, "-m", "plano.local.mailcatcher", str(port), str(file)]
        child = Child("mail", command, {}, self._root, self._sink)
        self._children.append(child)
        await child.start()
        await child.first_line(30)
        self._ready("mail (catcher)", started, "nothing leaves this machine: plano mails")
        return port

    async def _migrations(self, place: Place, server: str) -> list[Service]:
        kept = [each for each in self._services if each.database]
        fresh: list[Service] = []
        for service in kept:
            account = variables.account(place, service)
            if await asyncio.to_thread(provision, server, account):
                fresh.append(service)
            self._state.databases[service.name] = account.url(place.server)
            self._state.owners[service.name] = account.owner_url(place.server)
        started = time.perf_counter()
        told = await asyncio.gather(*(self._once(place, each, "migrate") for each in kept))
        applied = sum(len(each.splitlines()) for each in told)
        self._ready("migrations", started, f"{len(kept)} services, {applied} revisions applied")
        return fresh

    async def _once(self, place: Place, service: Service, role: str) -> str:
        """Run an entrypoint to its end; gives what it wrote. LocalError with its last lines where it fails."""
        lines: list[str] = []
        env = variables.variables(place, service, 0)
        if role == "migrate":
            env["PLANO_OWNER_DATABASE_URL"] = self._state.owners[service.name]
        command = [sys.executable, "-m", service.generated, role]
        child = Child(f"{service.name} {role}", command, env, self._root, lambda _, line: lines.append(line))
        await child.start()
        if await child.ended():
            raise child.failed("failed:")
        return "\n".join(line for line in lines if not line.startswith("{"))

    async def _start_services(self, place: Place, fresh: list[Service]) -> None:
        for service in self._services:
            if service in fresh:
                await self._once(place, service, "seed")
        await asyncio.gather(*(self._service(place, each) for each in self._services))

    async def _service(self, place: Place, service: Service) -> None:
        started = time.perf_counter()
        roles = ["all"]
        if self._options.split:
            roles = ["api", *(["consumer"] if service.consumes else []), *(["relay"] if service.publishes else [])]
        for role in roles:
            management = free_port()
            env = variables.variables(place, service, management)
            name = f"{service.name} {role}" if self._options.split else service.name
            child = Child(name, [sys.executable, "-m", service.generated, role], env, self._root, self._sink)
            port = place.apis[service.name] if role in ("all", "api") else 0
            part = Part(name, service.name, role, 0, port, management)
            self._kept.append((child, part))
            self._state.parts.append(part)
            await child.start()
            part.pid = child.pid
            await self._until_ready(child, management)
        detail = [f"{len(service.consumes)} consumers"] if service.consumes else []
        self._ready(service.name, started, ", ".join([*detail, *(["1 relay"] if service.publishes else [])]))

    async def _until_ready(self, child: Child, management: int) -> None:
        ending = asyncio.create_task(child.ended())
        last = "it never answered"
        end = time.monotonic() + _READY_SECONDS
        try:
            async with httpx.AsyncClient(timeout=5) as http:
                while time.monotonic() < end:
                    if ending.done():
                        raise child.failed(f"ended with {ending.result()}:")
                    with contextlib.suppress(httpx.HTTPError):
                        answer = await http.get(f"http://127.0.0.1:{management}/readyz")
                        if answer.status_code == 200:
                            return
                        last = answer.text
                    await asyncio.sleep(0.05)
        finally:
            ending.cancel()
        raise child.failed(f"is not ready after {_READY_SECONDS:.0f} s ({last}):")

    async def _gateway(self, apis: dict[str, int]) -> None:
        started = time.perf_counter()
        file = self._folder / "caddy.json"
        file.write_text(config(self._platform, self._options.port, apis))
        home = str(self._folder / "caddy")
        env = {"HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        child = Child("gateway", [binary(), "run", "--config", str(file)], env, self._root, self._sink)
        self._children.append(child)
        await child.start()
        url = f"http://localhost:{self._options.port}"
        ending = asyncio.create_task(child.ended())
        async with httpx.AsyncClient(timeout=5) as http:
            for _ in range(200):
                if ending.done():
                    raise child.failed("ended at once:")
                with contextlib.suppress(httpx.HTTPError):
                    await http.get(url.replace("localhost", "127.0.0.1"))
                    break
                await asyncio.sleep(0.05)
        ending.cancel()
        self._state.gateway = url
        limits = any(route.rate for route in self._platform.routes)
        self._ready("gateway", started, "rate_limit is not applied here" if limits else "")

    async def _watch(self, child: Child, part: Part, stop: asyncio.Event) -> None:
        backoff = 0.2
        while not stop.is_set():
            began = time.monotonic()
            code = await child.ended()
            if stop.is_set():
                return
            backoff = 0.2 if time.monotonic() - began > 30 else min(backoff * 2, _LONGEST_BACKOFF)
            self._tell(f"{child.name} ended with {code}; again in {backoff:.1f} s")
            await asyncio.sleep(backoff)
            await child.start()
            part.pid = child.pid
            states.write(self._root, self._state)

    def _ready(self, name: str, started: float, note: str) -> None:
        self._tell(f"{name:<18} ready in {time.perf_counter() - started:.1f} s    {note}".rstrip())


def _free(port: int) -> int:
    """That port where nobody listens on it, else another."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return free_port()
    return port
