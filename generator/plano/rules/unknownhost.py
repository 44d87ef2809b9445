"""unknown-host: a database or the VPN's gateway names a host that is not declared."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import unknown

CODE = "unknown-host"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Every host that is named must stand under `hosts`."""
    known = [(host, ("hosts", host)) for host in blueprint.hosts]
    uses: list[tuple[str, Path, str]] = [
        (database.host, ("databases", name, "host"), f"database {name!r}")
        for name, database in blueprint.databases.items()
        if database.host is not None
    ]
    wireguard = blueprint.systems.wireguard
    if wireguard is not None and wireguard.gateway is not None:
        uses.append((wireguard.gateway.host, ("systems", "wireguard", "gateway", "host"), "the VPN's gateway"))
    for host, path, user in uses:
        if host not in blueprint.hosts:
            yield unknown(
                CODE, f"{user} is on a host that does not exist", places.value(path), "no host has this name",
                host, known, places, otherwise=f"declare it: 'hosts: {{{host}: {{address: …, roles: […]}}}}'",
                subject=user.replace("'", ""),
            )  # fmt: skip
