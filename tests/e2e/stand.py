"""A copy of a platform's repository, started by `plano up` as its user would, and stopped by Ctrl-C."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from plano.local import state as states
from plano.local.cluster import free_port
from plano.local.state import Part, State
from tests.e2e.shop import eventually

REPOSITORY = Path(__file__).parents[2]
PLANO = Path(sys.executable).with_name("plano")


def plano(root: Path, *arguments: str, seconds: float = 300) -> str:
    """What a command of Plano in `root` wrote to stdout; AssertionError with its words if it fails."""
    done = subprocess.run(
        [PLANO, *arguments], cwd=root, capture_output=True, text=True, timeout=seconds, env=_environment()
    )
    assert done.returncode == 0, f"plano {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def copy_repository(target: Path) -> Path:
    """The reference as a clone holds it: blueprint, services, generated files."""
    for name in ("services", "generated"):
        shutil.copytree(REPOSITORY / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "blueprint.yaml", target)
    return target


def kafka_libraries(root: Path) -> None:
    """Share Kafka's jars with the other copies, so that Maven brings them once."""
    shared = REPOSITORY / ".plano" / "kafka"
    shared.mkdir(parents=True, exist_ok=True)
    (root / ".plano").mkdir(exist_ok=True)
    (root / ".plano" / "kafka").symlink_to(shared)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PLANO_", "PYTHONPATH"))}


@dataclass
class Stand:
    """A platform that runs; `state` is read anew each time, since processes come and go."""

    root: Path
    environment: str

    @property
    def state(self) -> State:
        state = states.read(self.root, self.environment)
        assert state is not None
        return state

    @property
    def gateway(self) -> str:
        return self.state.gateway

    def part(self, service: str, role: str) -> Part:
        return next(part for part in self.state.parts if part.service == service and part.role == role)

    def kill(self, service: str, role: str) -> None:
        """End one process with SIGKILL, and wait until `plano up` has put another in its place."""
        pid = self.part(service, role).pid
        os.kill(pid, signal.SIGKILL)
        eventually(f"another {service} {role}", lambda: self.part(service, role).pid != pid)

    def sql(self, service: str, statement: str) -> list[tuple[object, ...]]:
        """What a query finds in a service's database, as its owner."""
        with psycopg.connect(self.state.owners[service]) as connection:
            return [tuple(row) for row in connection.execute(statement.encode()).fetchall()]

    def events(self, topic: str) -> list[dict[str, object]]:
        """Every record of a topic up to now."""
        told = plano(self.root, "events", "tail", topic, "--env", self.environment, "--json", "--end")
        return [json.loads(line) for line in told.splitlines()]

    def mails(self) -> list[dict[str, object]]:
        """Every mail up to now."""
        told = plano(self.root, "mails", "--env", self.environment, "--json")
        return [json.loads(line) for line in told.splitlines()]


@contextmanager
def standing(root: Path, *options: str, environment: str = "local") -> Iterator[Stand]:
    """Run `plano up` until the block ends; then all its processes must be gone."""
    log = root / f"up-{environment}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [PLANO, "up", "--env", environment, "--port", str(free_port()), "--json", *options],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment(),
        )

        def ready() -> bool | None:
            assert process.poll() is None, log.read_text()[-4000:]
            state = states.read(root, environment)
            return True if state is not None and state.ready and state.pid == process.pid else None

        try:
            eventually("the platform is ready", ready, 240)
            stand = Stand(root, environment)
            pids = [part.pid for part in stand.state.parts]
            yield stand
            pids += [part.pid for part in stand.state.parts]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(90)
    assert process.returncode == 0, log.read_text()[-4000:]
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
