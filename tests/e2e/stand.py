"""A copy of a platform's repository, started by `plano up` as its user would, and stopped by Ctrl-C."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from e2e.shop import eventually

REPOSITORY = Path(__file__).parents[2]
PLANO = Path(sys.executable).with_name("plano")


def plano(root: Path, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    """Run one command of Plano in `root`; AssertionError with its words if it fails."""
    done = subprocess.run([PLANO, *arguments], cwd=root, capture_output=True, text=True, timeout=seconds)
    assert done.returncode == 0, f"plano {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def copy_repository(target: Path) -> Path:
    """The reference as a new repository would hold it: blueprint, services, generated files."""
    for name in ("services", "generated"):
        shutil.copytree(REPOSITORY / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "blueprint.yaml", target)
    return target


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stand:
    """A running platform: where its gateway is, and what its processes are."""

    root: Path
    environment: str
    process: subprocess.Popen[bytes]
    log: Path
    state: dict[str, object] = field(default_factory=dict)

    @property
    def gateway(self) -> str:
        return str(self.state["gateway"])

    def read_state(self) -> dict[str, object]:
        """What `plano up` says of itself, or nothing before it is ready."""
        file = self.root / ".plano" / self.environment / "state.json"
        try:
            state = json.loads(file.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        assert isinstance(state, dict)
        return state
