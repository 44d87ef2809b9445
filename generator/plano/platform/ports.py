"""Ports on one machine, from names: they stay when a service is added before another or moved in the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from plano.platform.model import Platform

FIRST = 20_000
COUNT = 12_000  # up to 31,999: below 32,768, where Linux begins to give ports to outgoing connections

Name = tuple[str, str, str]


def local_ports(platform: Platform, environment: str) -> dict[tuple[str, str], int]:
    """(service, what) → port, for every part that listens in this environment on one machine.

    `what` is `api` and `management` for a service that runs; the service is empty for what the platform has
    one of: `postgresql`, `kafka`, `controller`, `mail`, `gateway`.
    """
    shared = [("", what) for what in ("postgresql", "kafka", "controller", "mail", "gateway")]
    running = [service.name for service in platform.services if service.kind != "external"]
    parts = [*shared, *((name, what) for name in running for what in ("api", "management"))]
    ports = allocate((f"{platform.name}-{environment}", *part) for part in parts)
    return {(service, what): port for (_, service, what), port in ports.items()}


def allocate(names: Iterable[Name]) -> dict[Name, int]:
    """A port for each name: the place of its hash, or the next free one after it.

    The order of `names` does not count: who keeps a contested place is settled by the hash itself.
    """
    ports: dict[Name, int] = {}
    taken: set[int] = set()
    for digest, name in sorted((_digest(name), name) for name in set(names)):
        place = int.from_bytes(digest[:8], "big") % COUNT
        while place in taken:
            place = (place + 1) % COUNT
        taken.add(place)
        ports[name] = FIRST + place
    return ports


def _digest(name: Name) -> bytes:
    return hashlib.sha256("\0".join(name).encode()).digest()
