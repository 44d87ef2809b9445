"""longhorn-replicas-exceed-hosts: more copies of a volume than there are hosts to keep them."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "longhorn-replicas-exceed-hosts"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Each copy of a volume is on a host of its own, so Longhorn's `replicas` are at most the hosts with its role.

    A cluster that is there already may have nodes that no blueprint names; there nothing is said of no hosts.
    """
    longhorn, kubernetes = blueprint.systems.longhorn, blueprint.systems.kubernetes
    hosts = [name for name, host in blueprint.hosts.items() if "longhorn" in host.roles]
    if longhorn is None or kubernetes is None or longhorn.replicas <= len(hosts):
        return
    if not hosts and (kubernetes.existing or not blueprint.hosts):
        return
    written: Path = ("systems", "longhorn", "replicas")
    by_default = not places.has(written)
    span = places.key(written[:-1]) if by_default else places.value(written)
    count = f"{len(hosts)} host{'' if len(hosts) == 1 else 's'}"
    lower = f"write 'replicas: {len(hosts)}', or " if hosts else ""
    yield error(
        CODE, f"Longhorn keeps {longhorn.replicas} copies of each volume, and {count} can keep one", span,
        f"{longhorn.replicas} by default" if by_default else "each copy is on a host of its own",
        f"{lower}give the role 'longhorn' to {longhorn.replicas - len(hosts)} more of the hosts",
        tuple(Related("keeps a copy", places.within(("hosts", name, "roles"), "longhorn")) for name in hosts[:3]),
        "system longhorn",
    )  # fmt: skip
