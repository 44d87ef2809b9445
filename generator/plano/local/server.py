"""The cluster in `.plano/postgresql`, which all environments of a repository share."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from plano.local.cluster import Cluster, find_binaries
from plano.local.keys import load
from plano.local.ports import Ports
from plano.platform.model import Platform
from plano.platform.ports import local_ports

_NEWEST = 18
_FILES = ("postgresql.json", "postgresql.port", "postgresql.log", "postgresql.lock")


def version_of(platform: Platform) -> int:
    """The major version that the blueprint asks for."""
    return platform.databases[0].version if platform.databases else _NEWEST


def cluster_of(root: Path, version: int) -> Cluster | None:
    """The cluster as it was started last; None where none was made. LocalError without PostgreSQL's programs."""
    noted = root / ".plano" / "postgresql.port"
    if not noted.exists():
        return None
    data = root / ".plano" / "postgresql"
    return Cluster(data, find_binaries(version), int(noted.read_text()), _password(root))


def start_cluster(root: Path, platform: Platform, ports: Ports) -> Cluster:
    """The cluster, made where there is none and started where it does not run. LocalError where it does not start."""
    with _alone(root):
        cluster = cluster_of(root, version_of(platform))
        if cluster is not None and cluster.running:
            return cluster
        base = root / ".plano"
        wanted = cluster.port if cluster else local_ports(platform, "local")["", "postgresql"]
        port = ports.take(wanted)
        if cluster is None:
            cluster = Cluster(base / "postgresql", find_binaries(version_of(platform)), port, _password(root))
        (base / "postgresql.port").write_text(str(port))
        cluster = replace(cluster, port=port)
        cluster.start("max_connections=300")
        return cluster


def stop_cluster(root: Path, version: int, *, needed: Callable[[str], bool]) -> None:
    """Stop the cluster unless it is `needed` (which gets its URL); waits for a start that is under way."""
    with _alone(root):
        cluster = cluster_of(root, version)
        if cluster is not None and cluster.running and not needed(cluster.url()):
            cluster.stop()


def files_of(root: Path) -> Iterator[Path]:
    """What stands beside the cluster's folder."""
    return (root / ".plano" / name for name in _FILES)


def _password(root: Path) -> str:
    return load(root / ".plano" / "postgresql.json", ["password"]).named["password"]


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One process at a time starts or stops the cluster."""
    (root / ".plano").mkdir(parents=True, exist_ok=True)
    with (root / ".plano" / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
