"""One cluster for all environments of a repository: who comes first starts it, who leaves last stops it."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

from plano.local import processes, state
from plano.local.binaries import find_binaries, major_of, version_of
from plano.local.cluster import Cluster, held_version
from plano.local.errors import LocalError, writing
from plano.local.keys import passwords
from plano.local.lock import locked
from plano.local.ports import Ports
from plano.platform.model import Platform
from plano.platform.ports import local_ports

_DEFAULT = 18
"""Where a blueprint names no database server: what the language takes by default."""
_CONNECTIONS = "max_connections=300"
_REVIVAL_SECONDS = 30.0
_REVIVAL_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Home:
    """The folder `.plano` of a repository, in which the cluster, its port and its password are."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / ".plano" / "postgresql"

    @property
    def lock(self) -> Path:
        return self.data.with_suffix(".lock")

    @property
    def noted_port(self) -> int:
        """The port that the cluster had last; 0 where it had none."""
        try:
            return int(self.data.with_suffix(".port").read_text())
        except (OSError, ValueError):
            return 0

    def cluster(self, version: int, port: int) -> Cluster:
        """The cluster as it is described here. LocalError where its programs are missing."""
        password = passwords(self.data.with_suffix(".json"), ["password"])["password"]
        return Cluster(self.data, find_binaries(held_version(self.data) or version), port, password)


def wanted_version(platform: Platform) -> int:
    """The newest major version that the blueprint's servers have."""
    return max((server.version for server in platform.databases), default=_DEFAULT)


def join(root: Path, platform: Platform, ports: Ports) -> Cluster:
    """The repository's cluster, made where there is none and started where it does not run. LocalError."""
    home = Home(root)
    with locked(home.lock):
        cluster = home.cluster(wanted_version(platform), home.noted_port)
        if cluster.port and cluster.running:
            return cluster
        port = ports.take(home.noted_port or local_ports(platform, "local")["", "postgresql"])
        noted = home.data.with_suffix(".port")
        with writing(noted):
            noted.write_text(str(port))
        cluster = home.cluster(wanted_version(platform), port)
        cluster.start(_CONNECTIONS)
        return cluster


def leave(root: Path, environment: str) -> bool:
    """Stop the cluster where no other environment uses it; gives whether it was stopped now."""
    home = Home(root)
    if not home.data.exists():
        return False
    with locked(home.lock):
        if any(other.own for other in state.others_alive(root, environment)):
            return False
        cluster = home.cluster(_DEFAULT, home.noted_port)
        ran = cluster.running
        cluster.stop()
        return ran


def revive(root: Path, cluster: Cluster) -> bool:
    """Start the cluster again where its server ended; gives whether it had. LocalError where it does not start.

    Backends outlive a server that was killed by a moment, and no new one starts on their shared memory.
    """
    if processes.born(cluster.postmaster):
        return False
    limit = time.monotonic() + _REVIVAL_SECONDS
    with locked(Home(root).lock), contextlib.suppress(FileNotFoundError):
        while not cluster.running:
            try:
                cluster.start(_CONNECTIONS)
                return True
            except LocalError:
                if time.monotonic() > limit:
                    raise
                time.sleep(_REVIVAL_PAUSE)
    return False


def describe(cluster: Cluster, platform: Platform) -> str:
    """What to say of the cluster: where its data is, and how its version differs from the blueprint's."""
    note = "data in .plano/postgresql"
    if major_of(cluster.binaries) != wanted_version(platform):
        note += f"; the blueprint names {wanted_version(platform)}, which is not here"
    return note


def title(cluster: Cluster) -> str:
    """Its name and version."""
    return f"postgresql {version_of(cluster.binaries)}"
