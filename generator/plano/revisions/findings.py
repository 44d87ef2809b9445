"""Services whose revisions do not lead to the tables that the blueprint says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plano.platform.model import Platform, Service
from plano.revisions.files import Chain, Revision, chain, difference
from plano.revisions.tables import fingerprints


class Needed(NamedTuple):
    """A service that needs a migration; `tables` are those that differ, `newest` is empty where it has no revision."""

    service: str
    folder: str
    newest: str
    tables: tuple[str, ...]

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The paths whose looks change once the migration is there."""
        return (self.folder, f"{self.folder}/{self.newest}") if self.newest else (self.folder,)


class Forked(NamedTuple):
    """A service with more than one newest revision: two branches were merged. `files` are their paths."""

    service: str
    files: tuple[str, ...]


def needed(platform: Platform, root: Path) -> Iterator[Needed | Forked]:
    """What each service needs whose code is derived and which has a database.

    Where its newest revision does not say for which tables it is, it is taken at its word and nothing is said; and
    of two newest ones neither says what the tables are.
    """
    for service in platform.services:
        if service.kind == "fastapi" and service.database and not service.ejected:
            yield from _of_service(service, root)


def folder_of(service: Service) -> str:
    """Where a service's revisions are, below the root."""
    return f"services/{service.package}/migrations"


def due(service: Service, known: Chain, head: Revision) -> dict[str, str]:
    """Table → fingerprint of those that differ from what the revisions up to `head` say."""
    return difference(known.said(head), fingerprints(service))


def _of_service(service: Service, root: Path) -> Iterator[Needed | Forked]:
    folder = folder_of(service)
    known = chain(f"{root}/{folder}")
    match known.heads:
        case ():
            if service.entities and not known.revisions:
                yield Needed(service.name, folder, "", tuple(entity.table for entity in service.entities))
        case (head,):
            if head.tables is not None and (changed := due(service, known, head)):
                yield Needed(service.name, folder, head.file, tuple(sorted(changed)))
        case several:
            yield Forked(service.name, tuple(f"{folder}/{each.file}" for each in several))
