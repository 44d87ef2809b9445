"""What a running `plano up` says of itself, for other commands and for tests: `.plano/<env>/state.json`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from plano.local import processes
from plano.local.errors import LocalError, writing


@dataclass(slots=True)
class Part:
    """One process; `service` is empty for the gateway, the broker and the like, and a port 0 where it has none.

    `born` is what `processes.born` gave for `pid`.
    """

    name: str
    service: str
    role: str
    pid: int
    port: int
    management: int
    born: str = ""


@dataclass(slots=True)
class State:
    """Addresses, databases (service → URL, of the running role and of the owner) and processes; `ready` at last.

    `server` is a superuser's URL; `own` says that it is the cluster in `.plano/`, which environments share.
    """

    pid: int
    born: str
    environment: str
    ready: bool = False
    gateway: str = ""
    kafka: str = ""
    server: str = ""
    own: bool = False
    databases: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    @property
    def alive(self) -> bool:
        """Whether the `plano up` that wrote this still runs."""
        return processes.lives(self.pid, self.born)

    def apis(self) -> dict[str, int]:
        """Service → port of its API."""
        return {part.service: part.port for part in self.parts if part.service and part.port}


def file_of(root: Path, environment: str) -> Path:
    """Where an environment's state stands."""
    return root / ".plano" / environment / "state.json"


def read(root: Path, environment: str) -> State | None:
    """The state that was written last; None where none was, or where it cannot be read."""
    try:
        held = json.loads(file_of(root, environment).read_text())
        return State(**{**held, "parts": [Part(**part) for part in held["parts"]]})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def running(root: Path, environment: str) -> State:
    """The state of the platform that runs now. LocalError where none does, or it is still starting."""
    state = read(root, environment)
    if state is None or not state.alive:
        raise LocalError(f"the environment '{environment}' does not run here: plano up starts it")
    if not state.ready:
        raise LocalError(f"the environment '{environment}' is still starting: try again in a moment")
    return state


def write(root: Path, state: State) -> None:
    """Replace the state as a whole; readable by its owner alone, since it holds passwords. LocalError."""
    write_private(file_of(root, state.environment), json.dumps(asdict(state), indent=1))


def write_private(file: Path, text: str) -> None:
    """Replace a file as a whole, readable by its owner alone. LocalError where it cannot be; then it stays as it is."""
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(".tmp")
        temporary.unlink(missing_ok=True)
        temporary.touch(mode=0o600)
        temporary.write_text(text)
        os.replace(temporary, file)


def others_alive(root: Path, environment: str) -> list[State]:
    """The other environments of this repository that run now, or are starting."""
    found = (read(root, file.parent.name) for file in sorted((root / ".plano").glob("*/state.json")))
    return [state for state in found if state is not None and state.environment != environment and state.alive]


def end_leftovers(root: Path, environment: str, seconds: float = 15) -> list[str]:
    """End what a `plano up` that was killed has left running; gives the names of those processes."""
    state = read(root, environment)
    if state is None or state.alive:
        return []
    return [part.name for part in reversed(state.parts) if processes.end(part.pid, part.born, seconds)]
