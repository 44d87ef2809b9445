"""database-place: a server that is nowhere, at two places, or on a host that runs no PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "database-place"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A server has a `host` with the role postgresql, or the `address` of one that already exists."""
    for name, database in blueprint.databases.items():
        at: Path = ("databases", name)
        subject = f"database {name}"
        if database.host is None and database.address is None:
            yield error(CODE, f"database server {name!r} is nowhere", places.key(at), "",
                        "add 'host: …', or 'address: …' of one that exists already", subject=subject)  # fmt: skip
        elif database.host is not None and database.address is not None:
            yield error(CODE, f"database server {name!r} is at two places", places.key((*at, "address")), "",
                        "keep one: 'host' is made here, 'address' exists already",
                        (Related("also here", places.key((*at, "host"))),), subject)  # fmt: skip
        elif database.host in blueprint.hosts and "postgresql" not in blueprint.hosts[database.host].roles:
            yield error(CODE, f"host {database.host!r} does not run PostgreSQL", places.value((*at, "host")), "",
                        "add the role 'postgresql' to it, or name another host",
                        (Related("its roles", places.value(("hosts", database.host, "roles"))),), subject)  # fmt: skip
