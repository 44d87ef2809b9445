"""publishes-without-database and entities-without-database: what needs a database, without one."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error, in_service

CODE = "publishes-without-database"
ENTITIES = "entities-without-database"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A fastapi service that publishes keeps an outbox, and one with entities keeps rows; both need `database`."""
    for name, service in blueprint.services.items():
        if service.database is not None or service.kind != "fastapi":
            continue
        help = "add 'database: …' to the service"
        related = in_service(name, places)
        if service.entities:
            span = places.key(("services", name, "entities"))
            yield error(ENTITIES, f"service {name!r} has entities, and no database to keep them in", span, "", help,
                        related, f"service {name}")  # fmt: skip
        elif service.publishes:
            span = places.key(("services", name, "publishes"))
            yield error(CODE, f"service {name!r} publishes, and has no database for its outbox", span,
                        "an event is written with its effect, in one transaction", help, related,
                        f"service {name}")  # fmt: skip
