"""unknown-database: a service keeps its data on a server that is not declared."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import in_service, unknown

CODE = "unknown-database"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Every `database` of a service must stand under `databases`."""
    known = [(database, ("databases", database)) for database in blueprint.databases]
    for name, service in blueprint.services.items():
        if service.database is not None and service.database not in blueprint.databases:
            yield unknown(
                CODE, f"service {name!r} keeps its data on a server that does not exist",
                places.value(("services", name, "database")), "no database server has this name",
                service.database, known, places,
                otherwise=f"declare it: 'databases: {{{service.database}: {{host: …}}}}'",
                related=in_service(name, places), subject=f"service {name}",
            )  # fmt: skip
