"""role-without-use: a host is kept for what the platform does not have."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.places import Places
from plano.platform.model import Host, Platform
from plano.rules.findings import warning

CODE = "role-without-use"
_SYSTEMS = {
    "control-plane": "kubernetes", "worker": "kubernetes", "ingress": "traefik", "build": "jenkins",
    "longhorn": "longhorn", "nfs": "nfs", "vpn": "wireguard",
}  # fmt: skip


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Each role serves a system that is named, and `postgresql` a database; the first that does not is shown.

    Only a platform without errors can tell: a volume without its system, say, is an error of its own.
    """
    systems = {system.name for system in platform.systems}
    servers = {server.host for server in platform.databases}
    for host in platform.hosts:
        role = next((role for role in host.roles if _idle(role, host, systems, servers)), None)
        if role is None:
            continue
        needed = _SYSTEMS.get(role)
        what = f"add '{needed}: {{}}' to 'systems'" if needed else f"name it as the 'host' of one: 'host: {host.name}'"
        yield warning(
            CODE, f"host {host.name!r} has the role {role!r}, and nothing needs it",
            places.within(("hosts", host.name, "roles"), role),
            f"it serves {needed!r}, which is not named" if needed else "no database is on it",
            f"{what}, or remove the role", subject=f"host {host.name}",
        )  # fmt: skip


def _idle(role: str, host: Host, systems: set[str], servers: set[str]) -> bool:
    return host.name not in servers if role == "postgresql" else _SYSTEMS[role] not in systems
