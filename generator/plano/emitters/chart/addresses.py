"""Where a connection goes, as a network policy can say it: address blocks and a port."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

ANYWHERE = "0.0.0.0/0"

# IANA's registry of service names and port numbers; a mail client submits (RFC 6409), it does not relay.
_PORTS = {"http": 80, "https": 443, "smtp": 587, "smtps": 465, "ftp": 21, "sftp": 22, "ssh": 22, "ldap": 389,
          "ldaps": 636, "amqp": 5672, "amqps": 5671, "mqtt": 1883, "mqtts": 8883, "redis": 6379, "rediss": 6379,
          "ws": 80, "wss": 443}  # fmt: skip
_HTTPS = 443


@dataclass(frozen=True, slots=True)
class Destination:
    """A port at some address blocks. Without blocks it is anywhere outside the private networks."""

    blocks: tuple[str, ...]
    port: int


def host_port(text: str) -> tuple[str, int]:
    """`HOST:PORT` or `[IPV6]:PORT` as its two parts. Raises ValueError where there is no port."""
    host, _, port = text.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), int(port)


@lru_cache(256)  # every service has the same few servers and brokers
def inside(text: str) -> Destination:
    """A `HOST:PORT` of our own networks: the one address, or any where only its name is known.

    A network policy knows no host names.
    """
    host, port = host_port(text)
    return Destination((block(host) or ANYWHERE,), port)


def outside(url: str) -> Destination:
    """An external's URL: its port, at its address where the URL holds one."""
    parts = urlsplit(url)
    found = block(parts.hostname or "")
    return Destination((found,) if found else (), parts.port or _PORTS.get(parts.scheme, _HTTPS))


def block(host: str) -> str | None:
    """The block that holds this address alone, None for a name."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return f"{address}/{address.max_prefixlen}"
