"""database-unused: a server on which nobody keeps anything."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.places import Places
from plano.platform.model import Platform
from plano.rules.findings import warning

CODE = "database-unused"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Some service names each database server. Only a platform without errors can tell."""
    used = {service.database for service in platform.services}
    for server in platform.databases:
        if server.name not in used:
            yield warning(
                CODE, f"no service keeps its data on the database server {server.name!r}",
                places.key(("databases", server.name)), "",
                f"add 'database: {server.name}' to a service, or remove the server", subject=f"database {server.name}",
            )  # fmt: skip
