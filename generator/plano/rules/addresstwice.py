"""address-twice: two machines with one address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "address-twice"


class _Use(NamedTuple):
    """Where an address is written, and `owner`, who has it: one machine may write its own twice."""

    address: str
    path: Path
    owner: str


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Hosts, the cluster's API, the VPN's gateway and its peers have addresses of their own; the second is shown.

    The API of a cluster that is there already may be on a host: only one of ours is a virtual address.
    """
    taken: dict[str, _Use] = {}
    for use in _uses(blueprint):
        first = taken.setdefault(use.address, use)
        if first.owner != use.owner:
            yield error(
                CODE, f"{use.address} is the address of {first.owner}, and of {use.owner} too",
                places.value(use.path), f"{use.owner} could not be told apart from {first.owner}",
                "give one of them another address", (Related(first.owner, places.value(first.path)),),
                use.owner.replace("'", ""),
            )  # fmt: skip


def _uses(blueprint: Blueprint) -> Iterator[_Use]:
    for name, host in blueprint.hosts.items():
        yield _Use(host.address, ("hosts", name, "address"), f"host {name!r}")
        if host.public is not None:
            yield _Use(host.public, ("hosts", name, "public"), f"host {name!r}")
    kubernetes = blueprint.systems.kubernetes
    if kubernetes is not None and kubernetes.api is not None and not kubernetes.existing:
        yield _Use(kubernetes.api, ("systems", "kubernetes", "api"), "the cluster's API")
    wireguard = blueprint.systems.wireguard
    if wireguard is None:
        return
    at: Path = ("systems", "wireguard")
    if wireguard.gateway is not None:
        yield _Use(wireguard.gateway.address, (*at, "gateway", "address"), f"host {wireguard.gateway.host!r}")
    for name, peer in wireguard.peers.items():
        yield _Use(peer.address, (*at, "peers", name, "address"), f"peer {name!r}")
