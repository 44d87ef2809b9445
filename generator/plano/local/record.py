"""Which databases an environment has made, and where: read when its data is wiped, whatever the blueprint says then."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from plano.local.state import write_private


@dataclass(frozen=True, slots=True)
class Record:
    """A database and its two roles; `server` is empty for the cluster in `.plano/`, else a HOST:PORT."""

    database: str
    role: str
    owner: str
    server: str = ""


def recorded(root: Path, environment: str) -> list[Record]:
    """All that the environment has made."""
    try:
        held = json.loads(_file(root, environment).read_text())
        return [Record(**each) for each in held]
    except (OSError, ValueError, TypeError):
        return []


def note(root: Path, environment: str, record: Record) -> None:
    """Write it down, before it is made."""
    held = recorded(root, environment)
    if record not in held:
        write_private(_file(root, environment), json.dumps([asdict(each) for each in [*held, record]], indent=1))


def _file(root: Path, environment: str) -> Path:
    return root / ".plano" / environment / "databases.json"
