"""control-planes-even: one control-plane host more than what it survives is worth."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "control-planes-even"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """The number of control-plane hosts is odd, where the cluster is ours.

    etcd needs more than half of its members (etcd's FAQ, "Why an odd number of cluster members?"), so that an
    even number survives no more losses than the odd one below, and has one more machine that can be lost.
    """
    kubernetes = blueprint.systems.kubernetes
    hosts = [name for name, host in blueprint.hosts.items() if "control-plane" in host.roles]
    count = len(hosts)
    if kubernetes is None or kubernetes.existing or count == 0 or count % 2 == 1:
        return
    survived = (count - 1) // 2
    yield error(
        CODE, f"{count} control-plane hosts survive the loss of {survived}, no more than {count - 1} would",
        places.within(("hosts", hosts[-1], "roles"), "control-plane"),
        f"number {count}: the cluster works while {count // 2 + 1} of them do",
        f"remove the role 'control-plane' from {hosts[-1]!r}, or give it to one more host", subject="system kubernetes",
    )  # fmt: skip
