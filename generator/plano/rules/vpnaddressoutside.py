"""vpn-address-outside: an address in the VPN that is not in the VPN's network."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint, WireguardDecl
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "vpn-address-outside"
_AT: Path = ("systems", "wireguard")


class _Member(NamedTuple):
    """Who has an address in the VPN, and where it is written."""

    said: str
    address: str
    path: Path
    help: str = ""
    related: tuple[Related, ...] = ()


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Vpn hosts, the gateway and all peers have an address in `wireguard.network`, written or the default.

    Where several have and none is inside, the network is what is wrong, and the one finding is there.
    """
    wireguard = blueprint.systems.wireguard
    if wireguard is None:
        return
    network = ip_network(wireguard.network)
    members = [*_hosts(blueprint, places), *_named(wireguard)]
    outside = [each for each in members if ip_address(each.address) not in network]
    written = places.has((*_AT, "network"))
    said = f"{network}{'' if written else ' by default'}"
    if len(outside) == len(members) > 1:
        span = places.value((*_AT, "network")) if written else places.key(_AT)
        yield error(
            CODE, f"none of the {len(members)} addresses in the VPN is in its network", span, f"the network is {said}",
            f"set 'network' to the one that holds {outside[0].address}",
            (Related(outside[0].said, places.value(outside[0].path)),), "system wireguard",
        )  # fmt: skip
        return
    marked = (Related("the VPN's network", places.value((*_AT, "network"))),) if written else ()
    for each in outside:
        yield error(
            CODE, f"{each.said} has the address {each.address}, which is outside of the VPN's network",
            places.value(each.path), f"the network is {said}", each.help or f"choose a free address in {network}",
            (*each.related, *marked), "system wireguard",
        )  # fmt: skip


def _hosts(blueprint: Blueprint, places: Places) -> Iterator[_Member]:
    for name, host in blueprint.hosts.items():
        if "vpn" in host.roles:
            role = Related(
                "a vpn host is named by its address in the VPN", places.within(("hosts", name, "roles"), "vpn")
            )
            help = "write its address in the VPN here, and its address on the internet as 'public'"
            yield _Member(f"host {name!r}", host.address, ("hosts", name, "address"), help, (role,))


def _named(wireguard: WireguardDecl) -> Iterator[_Member]:
    if wireguard.gateway is not None:
        yield _Member("the gateway", wireguard.gateway.address, (*_AT, "gateway", "address"))
    for name, peer in wireguard.peers.items():
        yield _Member(f"peer {name!r}", peer.address, (*_AT, "peers", name, "address"))
