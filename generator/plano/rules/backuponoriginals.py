"""backup-on-originals: the copies would be lost with what they are copies of."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "backup-on-originals"
_KEEPING = ("postgresql", "nfs", "longhorn")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A backup's `nfs` target, by name or address, is no host that keeps data, and no database server of others."""
    if blueprint.backups is None or not blueprint.backups.target.startswith("nfs://"):
        return
    where = _host_of(blueprint.backups.target)
    kept = next(_originals(blueprint, places, where), None) if where else None
    if kept is not None:
        yield error(
            CODE, f"backups would be kept on {where!r}, where the originals are",
            places.within(("backups", "target"), where), "one broken disk would take both",
            "name a machine that keeps no data of the platform, or an s3 bucket", (kept,), "backups",
        )  # fmt: skip


def _host_of(target: str) -> str:
    """The machine of an `nfs` target; nothing where it cannot be read."""
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def _originals(blueprint: Blueprint, places: Places, where: str) -> Iterator[Related]:
    for name, host in blueprint.hosts.items():
        role = next((role for role in host.roles if role in _KEEPING), None)
        if role is not None and where in (name, host.address, host.public):
            yield Related(f"{name!r} keeps data", places.within(("hosts", name, "roles"), role))
    for name, database in blueprint.databases.items():
        if database.address is not None and where == database.address.rpartition(":")[0].lower():
            yield Related(f"database {name!r} is there", places.value(("databases", name, "address")))
