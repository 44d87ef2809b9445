"""What a running `plano up` says of itself, for other commands and for tests: `.plano/<env>/state.json`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from plano.local.errors import LocalError


@dataclass(slots=True)
class Part:
    """One process of a service; `port` is 0 for what has no API."""

    name: str
    service: str
    role: str
    pid: int
    port: int
    management: int


@dataclass(frozen=True, slots=True)
class Process:
    """A process that `plano up` started, of a service or not; `born` tells it from a later one of the same id."""

    name: str
    pid: int
    born: float


@dataclass(slots=True)
class State:
    """Addresses, databases (service → URL, of the running role and of the owner) and processes; `ready` at last.

    `server` is empty until PostgreSQL is known. `processes` has every process, `parts` those of services alone.
    """

    pid: int
    born: float
    environment: str
    ready: bool = False
    gateway: str = ""
    kafka: str = ""
    server: str = ""
    databases: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)

    @property
    def alive(self) -> bool:
        """Whether the `plano up` that wrote this still runs."""
        return process_of(self.pid, self.born) is not None


def process_of(pid: int, born: float) -> psutil.Process | None:
    """The process of that id that began then; None where it has ended, whoever has its id now."""
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - born) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return process if same else None


def file_of(root: Path, environment: str) -> Path:
    """Where an environment's state stands."""
    return root / ".plano" / environment / "state.json"


def read(root: Path, environment: str) -> State | None:
    """The state that was written last; None where none was, or where it cannot be read."""
    try:
        held = json.loads(file_of(root, environment).read_text())
        parts = [Part(**part) for part in held["parts"]]
        processes = [Process(**process) for process in held["processes"]]
        return State(**{**held, "parts": parts, "processes": processes})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def running(root: Path, environment: str) -> State:
    """The state of the platform that runs now. LocalError where none does."""
    state = read(root, environment)
    if state is None or not state.alive:
        raise LocalError(f"the environment '{environment}' does not run here: plano up starts it")
    if not state.ready:
        raise LocalError(f"the environment '{environment}' is still starting")
    return state


def write(root: Path, state: State) -> None:
    """Replace the state as a whole; readable by its owner alone, since it holds passwords."""
    file = file_of(root, state.environment)
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".tmp")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(asdict(state), indent=1))
    os.replace(temporary, file)


def others_need(root: Path, environment: str, server: str) -> bool:
    """Whether another environment of this repository runs now and uses, or may come to use, that server."""
    for file in (root / ".plano").glob("*/state.json"):
        other = read(root, file.parent.name)
        if other is not None and other.environment != environment and other.alive and other.server in ("", server):
            return True
    return False
