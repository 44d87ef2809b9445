"""host-outside-networks: an address from which a machine would reach none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "host-outside-networks"


class _Networks:
    """Networks by their length, so that an address is looked up once a length, however many there are."""

    def __init__(self, written: Iterable[str]) -> None:
        self._masked: dict[tuple[int, int], set[int]] = {}
        for text in written:
            network = ip_network(text)
            behind = network.max_prefixlen - network.prefixlen
            self._masked.setdefault((network.version, behind), set()).add(int(network.network_address) >> behind)

    def hold(self, text: str) -> bool:
        """Whether one of them holds the address."""
        address = ip_address(text)
        return any(
            int(address) >> behind in firsts
            for (version, behind), firsts in self._masked.items()
            if version == address.version
        )


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Hosts and the cluster's virtual address are in `lan`, where that is written; vpn hosts are in the VPN instead.

    Where there are several hosts and `lan` holds none, `lan` is what is wrong, and the one finding is there. The
    API of a cluster that is there already is not ours to judge.
    """
    lan = blueprint.networks.lan
    networks = _Networks(lan)
    hosts = [name for name, host in blueprint.hosts.items() if "vpn" not in host.roles]
    outside = [name for name in hosts if not networks.hold(blueprint.hosts[name].address)]
    if not lan:
        return
    key = places.key(("networks", "lan"))
    related = (Related("the hosts' networks", key),)
    if len(outside) == len(hosts) > 1:
        first = Related(f"such as {hosts[0]!r}", places.value(("hosts", hosts[0], "address")))
        yield error(
            CODE, f"none of the {len(hosts)} hosts is in 'lan'", key, f"it holds {_some(lan)}",
            "write the networks of the hosts here", (first,), "networks",
        )  # fmt: skip
        return
    for name in outside:
        yield error(
            CODE, f"host {name!r} is outside of 'lan'", places.value(("hosts", name, "address")),
            "no network of 'lan' holds this address",
            f"add its network to 'lan', or correct the address: 'lan' holds {_some(lan)}", related, f"host {name}",
        )  # fmt: skip
    kubernetes = blueprint.systems.kubernetes
    if kubernetes is not None and not kubernetes.existing and kubernetes.api and not networks.hold(kubernetes.api):
        yield error(
            CODE, "the virtual address of the cluster's API is outside of 'lan'",
            places.value(("systems", "kubernetes", "api")), "no host could announce it",
            f"take a free address of the control-plane hosts' network: 'lan' holds {_some(lan)}", related,
            "system kubernetes",
        )  # fmt: skip


def _some(networks: tuple[str, ...]) -> str:
    """The first three, and that there are more."""
    return ", ".join(networks[:3]) + (f" and {len(networks) - 3} more" if len(networks) > 3 else "")
