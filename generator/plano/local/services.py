"""The services' processes, and the programs of theirs that run once: `migrate` and `seed`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping

from plano.local.background import finished
from plano.local.databases import filled, provision
from plano.local.dependencies import needed
from plano.local.ports import Ports
from plano.local.record import Record, note
from plano.local.state import Part, State
from plano.local.supervisor import Supervisor
from plano.local.variables import Place, account, variables
from plano.output.findings import counted
from plano.platform.model import Service

Ready = Callable[[str, float, str], None]


class Services:
    """All services of one environment that run here."""

    def __init__(
        self, place: Place, services: list[Service], held: State, supervisor: Supervisor, ports: Ports
    ) -> None:
        self._place = place
        self._services = services
        self._state = held
        self._supervisor = supervisor
        self._ports = ports

    async def prepare(self, ready: Ready, named: str) -> set[str]:
        """Databases, then migrations, then seeds in what is new; gives whose seeds ran. LocalError.

        `named` is the address of a server that is not ours, else empty.
        """
        started = time.perf_counter()
        kept = [each for each in self._services if each.database]
        unseeded = [each for each in kept if await self._database(each, named)]
        told = await asyncio.gather(*(self._once(each, "migrate") for each in kept))
        applied = sum(len(each) for each in told)
        revisions = f"{counted(applied, 'revision') if applied else 'no revisions'} applied"
        ready("migrations", started, f"{counted(len(kept), 'service')}, {revisions}")
        seeded = set()
        for service in unseeded:
            if (self._place.root / "services" / service.package / "seed.py").exists():
                await self._once(service, "seed")
                seeded.add(service.name)
            await finished(filled, self._state.server, account(self._place, service).database)
        return seeded

    async def start(self, ready: Ready, managements: Mapping[str, int], *, split: bool, seeded: set[str]) -> None:
        """Start every service, `split` into its roles or as one process, and wait for all. LocalError."""
        async with asyncio.TaskGroup() as starting:
            for service in self._services:
                port = managements[service.name]
                starting.create_task(self._start(service, port, ready, split=split, seeded=service.name in seeded))

    async def _database(self, service: Service, named: str) -> bool:
        owned = account(self._place, service)
        record = Record(owned.database, owned.role, owned.owner, named)
        note(self._place.root, self._place.environment.name, record)
        unseeded = await finished(provision, self._state.server, owned)
        self._state.databases[service.name] = owned.url(self._place.server)
        self._state.owners[service.name] = owned.owner_url(self._place.server)
        return unseeded

    async def _once(self, service: Service, role: str) -> list[str]:
        """Run an entrypoint to its end; gives what it wrote beside its log."""
        env = variables(self._place, service, 0)
        if role == "migrate":
            env["PLANO_OWNER_DATABASE_URL"] = self._state.owners[service.name]
        with needed(service):
            lines = await self._supervisor.once(f"{service.name} {role}", self._command(service, role), env)
        return [line for line in lines if not line.startswith("{")]

    async def _start(self, service: Service, management: int, ready: Ready, *, split: bool, seeded: bool) -> None:
        started = time.perf_counter()
        await asyncio.gather(*(self._process(service, role, management) for role in _roles(service, split=split)))
        told = [
            counted(len(service.consumes), "consumer") if service.consumes else "",
            "1 relay" if service.publishes else "",
            "seed.py has filled it" if seeded else "",
        ]
        ready(service.name, started, ", ".join(filter(None, told)))

    async def _process(self, service: Service, role: str, management: int) -> None:
        serves = role in ("all", "api")
        port = self._ports.take(management)
        part = Part(
            name=service.name if role == "all" else f"{service.name} {role}",
            service=service.name,
            role=role,
            pid=0,
            port=self._place.apis[service.name] if serves else 0,
            management=port,
        )
        env = variables(self._place, service, port)
        child = await self._supervisor.start(part, self._command(service, role), env)
        with needed(service):
            await self._supervisor.until_answers(child, f"http://127.0.0.1:{port}/readyz")

    @staticmethod
    def _command(service: Service, role: str) -> list[str]:
        return [sys.executable, "-m", service.generated, role]


def _roles(service: Service, *, split: bool) -> list[str]:
    if not split:
        return ["all"]
    return ["api", *(["consumer"] if service.consumes else []), *(["relay"] if service.publishes else [])]
