"""Starts the processes of one environment, keeps them running, and ends them in order."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from plano.local import processes, state
from plano.local.children import Child, Sink
from plano.local.errors import LocalError
from plano.local.state import Part, State

_READY_SECONDS = 60.0
_FIRST_BACKOFF = 0.2
_LONGEST_BACKOFF = 15.0
_STEADY_SECONDS = 30.0

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A process and what the state says of it. `lost` is what to say where it cannot be started again."""

    child: Child
    part: Part
    lost: str


class Supervisor:
    """Every process that it starts stands in the state's file before anything waits for it."""

    def __init__(self, root: Path, held: State, tell: Tell, sink: Sink) -> None:
        self._root = root
        self._state = held
        self._tell = tell
        self._sink = sink
        self._kept: list[Kept] = []
        self._passing: list[Child] = []

    async def start(
        self, part: Part, command: Sequence[str], env: Mapping[str, str], *, shown: bool = True, lost: str = ""
    ) -> Child:
        """Start the process that `part` describes. Its lines go to the log where `shown`. LocalError."""
        child = Child(part.name, command, env, self._root, self._sink if shown else _unseen)
        self._kept.append(Kept(child, part, lost))
        self._state.parts.append(part)
        await self._begin(child, part)
        return child

    async def once(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> list[str]:
        """Run a program to its end; gives its lines. LocalError with the last of them where it fails."""
        lines: list[str] = []
        child = Child(name, command, env, self._root, lambda _, line: lines.append(line))
        self._passing.append(child)
        await child.start()
        if await child.ended():
            raise child.failed("failed:")
        return lines

    async def until_answers(self, child: Child, url: str, *, wanted: int | None = 200) -> None:
        """Wait until a GET of `url` gives the status `wanted`, or any for None. LocalError where it ends before."""
        ending = asyncio.create_task(child.ended())
        last = "no answer"
        limit = time.monotonic() + _READY_SECONDS
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
                while time.monotonic() < limit:
                    if ending.done():
                        raise child.failed(f"ended with {ending.result()}:")
                    with contextlib.suppress(httpx.HTTPError):
                        answer = await http.get(url)
                        if wanted in (None, answer.status_code):
                            return
                        last = answer.text
                    await asyncio.sleep(0.05)
        finally:
            ending.cancel()
        raise child.failed(f"is not ready after {_READY_SECONDS:.0f} s ({last}):")

    async def watch(self) -> None:
        """Start again what ends, as a cluster would. LocalError where something ends that cannot be."""
        async with asyncio.TaskGroup() as watching:
            for kept in self._kept:
                watching.create_task(self._watch(kept))

    async def stop(self) -> None:
        """End every process: the gateway first, then the services, then what these lean on."""
        await asyncio.gather(*(child.stop(5) for child in self._passing))
        gateway = [kept.child for kept in self._kept if kept.part.role == "gateway"]
        services = [kept.child for kept in self._kept if kept.part.service]
        rest = [kept.child for kept in self._kept if kept.child not in (*gateway, *services)]
        for children in (gateway, services, rest):
            await asyncio.gather(*(child.stop() for child in children))

    async def _begin(self, child: Child, part: Part) -> None:
        await child.start()
        part.pid = child.pid
        part.born = processes.born(child.pid)
        state.write(self._root, self._state)

    async def _watch(self, kept: Kept) -> None:
        backoff = _FIRST_BACKOFF
        while True:
            began = time.monotonic()
            code = await kept.child.ended()
            if kept.lost:
                raise kept.child.failed(f"ended with {code}: {kept.lost}")
            steady = time.monotonic() - began > _STEADY_SECONDS
            backoff = _FIRST_BACKOFF if steady else min(backoff * 2, _LONGEST_BACKOFF)
            self._tell(f"{kept.child.name} ended with {code}; again in {backoff:.1f} s")
            await asyncio.sleep(backoff)
            try:
                await self._begin(kept.child, kept.part)
            except LocalError as error:
                self._tell(str(error))


def _unseen(name: str, line: str) -> None:
    """These lines are kept for an error, and not shown."""
