"""kubernetes-api-missing: several control-plane hosts, and no address that outlives each of them."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "kubernetes-api-missing"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """With several control-plane hosts a cluster of ours has `kubernetes.api`, the virtual address they share."""
    kubernetes = blueprint.systems.kubernetes
    hosts = [name for name, host in blueprint.hosts.items() if "control-plane" in host.roles]
    if kubernetes is None or kubernetes.existing or kubernetes.api is not None or len(hosts) < 2:
        return
    first = places.within(("hosts", hosts[0], "roles"), "control-plane")
    second = places.within(("hosts", hosts[1], "roles"), "control-plane")
    yield error(
        CODE, f"{len(hosts)} control-plane hosts share no address", places.key(("systems", "kubernetes")),
        "'api' is missing",
        "add 'api: …', a free address in the network of these hosts: it moves to one that lives",
        (Related(f"{hosts[0]!r} is the first", first), Related(f"{hosts[1]!r} is the second", second)),
        "system kubernetes",
    )  # fmt: skip
