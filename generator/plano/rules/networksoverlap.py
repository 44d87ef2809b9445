"""networks-overlap: an address that belongs to two networks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "networks-overlap"
_Range = IPv4Network | IPv6Network
_ROOMS = (IPv4Network("10.128.0.0/9"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"))
"""Where help looks for a network that is free: RFC 1918's blocks, of the first the half away from most hosts."""


class _Network(NamedTuple):
    """A network, the key it stands at, and whether it is written there or the default."""

    range: _Range
    path: Path
    key: str
    written: bool

    @property
    def said(self) -> str:
        """As messages name it."""
        return f"{self.key!r} ({self.range}{'' if self.written else ' by default'})"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """The hosts', the pods', the services' and the VPN's networks share no address; one finding a widest network.

    Two networks either share nothing or one holds the other, so that sorted by their first address, widest
    first, all that one holds follow it.
    """
    networks = list(_networks(blueprint, places))
    for widest, held in _nested(networks):
        shown = max((widest, *held), key=lambda each: (each.written, each is not widest))
        others = [each for each in (widest, *held) if each is not shown]
        related = tuple(Related(f"{each.key!r}", places.value(each.path)) for each in others if each.written)
        yield error(
            CODE, f"{shown.said} overlaps {_and(each.said for each in others)}", places.value(shown.path),
            "no address may be in two networks", _help(widest, held, networks), related, "networks",
        )  # fmt: skip


def _networks(blueprint: Blueprint, places: Places) -> Iterator[_Network]:
    """What the platform uses: the cluster's networks where there is a cluster, the VPN's where there is a VPN."""
    networks, systems = blueprint.networks, blueprint.systems
    for at, lan in enumerate(networks.lan):
        yield _Network(ip_network(lan), ("networks", "lan", at), "lan", True)
    for key, cidr in (("pods", networks.pods), ("services", networks.services)):
        path: Path = ("networks", key)
        if systems.kubernetes is not None or places.has(path):
            yield _Network(ip_network(cidr), path, key, places.has(path))
    if systems.wireguard is not None:
        path = ("systems", "wireguard", "network")
        yield _Network(ip_network(systems.wireguard.network), path, "wireguard", places.has(path))


def _nested(networks: Iterable[_Network]) -> Iterator[tuple[_Network, list[_Network]]]:
    widest: _Network | None = None
    held: list[_Network] = []
    for each in sorted(networks, key=_first_and_widest):
        if widest is not None and _holds(widest.range, each.range):
            held.append(each)
            continue
        if widest is not None and held:
            yield widest, held
        widest, held = each, []
    if widest is not None and held:
        yield widest, held


def _first_and_widest(network: _Network) -> tuple[int, int, int]:
    return network.range.version, int(network.range.network_address), network.range.prefixlen


def _holds(outer: _Range, inner: _Range) -> bool:
    first = int(inner.network_address)
    return outer.version == inner.version and int(outer.network_address) <= first <= int(outer.broadcast_address)


def _help(widest: _Network, held: list[_Network], networks: list[_Network]) -> str:
    """Move the widest, or out of a `lan`, which is where the hosts are, all else; a `lan` in another says nothing."""
    moved = [each for each in held if each.key != "lan"] if widest.key == "lan" else [widest]
    taken = [each.range for each in networks if each not in moved]
    removed = [f"remove {each.range} from 'lan'" for each in held if each.key == widest.key]
    ways: list[str] = []
    for each in moved:
        free = _free(each.range.prefixlen, taken) if each.range.version == 4 else None
        if free is None:
            return "make one of them smaller, or move it"
        taken.append(free)
        ways.append(f"{'.'.join(map(str, each.path))!r} to {free}")
    return _and([*removed, *([f"set {_and(ways)}"] if ways else [])])


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _free(length: int, taken: list[_Range]) -> IPv4Network | None:
    """The first network of that length in `_ROOMS` beside all that are taken; it jumps over each but once."""
    size = 1 << (32 - length)
    bounds = sorted(
        (int(each.network_address), int(each.broadcast_address)) for each in taken if isinstance(each, IPv4Network)
    )
    for room in _ROOMS:
        at = int(room.network_address)
        for first, last in bounds:
            if first < at + size and last >= at:
                at = (last // size + 1) * size
        if length >= room.prefixlen and at + size - 1 <= int(room.broadcast_address):
            return IPv4Network((at, length))
    return None
