"""A PostgreSQL cluster of our own: never a server that already runs."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plano.local import processes
from plano.local.binaries import find_binaries, give_away, major_of, unprivileged
from plano.local.errors import LocalError
from plano.local.ports import free_port as free_port

SUPERUSER = "plano"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in the folder `data`, run by the programs in `binaries`, on a port of 127.0.0.1."""

    data: Path
    binaries: Path
    port: int
    password: str

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, database: str = "postgres") -> str:
        """The superuser's URL of a database."""
        return f"postgresql://{SUPERUSER}:{self.password}@{self.address}/{database}"

    @property
    def running(self) -> bool:
        """Whether a server of this cluster runs now."""
        return bool(processes.born(self.postmaster)) and self._run("pg_ctl", "status", check=False).returncode == 0

    @property
    def postmaster(self) -> int:
        """The process id that the server noted; 0 where it did not."""
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def start(self, *options: str) -> None:
        """Make the cluster where there is none, and start it. LocalError with the log's last lines if it fails."""
        give_away(self.data)
        if not (self.data / "PG_VERSION").exists():
            self._make()
        elif held_version(self.data) != major_of(self.binaries):
            raise LocalError(
                f"{self.data.name} holds data of PostgreSQL {held_version(self.data)}, which is not here any more: "
                "install it, or give the data up with plano down --wipe"
            )
        log = self.data / "server.log"
        # No socket in the file system: its path could be too long, and another user's folder.
        told = " ".join([f"-p {self.port} -h 127.0.0.1 -k ''", *(f"-c {option}" for option in options)])
        done = self._run("pg_ctl", "-w", "-l", str(log), "-o", told, "start", check=False)
        if done.returncode:
            last = log.read_text(errors="replace").splitlines()[-8:] if log.exists() else [done.stdout]
            raise LocalError("\n    ".join([f"PostgreSQL does not start on port {self.port}:", *last]))

    def stop(self) -> None:
        """Stop the server; nothing where none runs."""
        if self.data.exists():
            self._run("pg_ctl", "-w", "-m", "fast", "stop", check=False)

    def _make(self) -> None:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(self.password)
            file.flush()
            self._run(
                "initdb", "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={file.name}",
                "-E", "UTF8", "--locale=C", "-N",
            )  # fmt: skip

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        # pg_ctl hands its outputs on to the server, so that a pipe would stay open as long as it runs. In a
        # session of its own, the server does not get the Ctrl-C that ends us.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [*unprivileged(), str(self.binaries / program), "-D", str(self.data), *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, text=True, check=False,
                start_new_session=True, cwd="/", env={**os.environ, "LC_ALL": "C"},
            )  # fmt: skip
            output.seek(0)
            told = output.read()
        if check and done.returncode:
            raise LocalError(f"{program} failed: {told.strip()}")
        return subprocess.CompletedProcess(done.args, done.returncode, told, "")


def held_version(data: Path) -> int:
    """The major version of the data in a folder; 0 where there is none."""
    try:
        return int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return 0


@contextmanager
def throwaway(version: int) -> Iterator[Cluster]:
    """A cluster for a moment, without care for its data."""
    with tempfile.TemporaryDirectory(prefix="plano-") as folder:
        cluster = Cluster(Path(folder) / "postgresql", find_binaries(version), free_port(), "throwaway")
        try:
            cluster.start("fsync=off", "full_page_writes=off", "synchronous_commit=off")
            yield cluster
        finally:
            cluster.stop()
