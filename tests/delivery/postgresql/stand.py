"""A real PostgreSQL with every service's database of every environment, made and migrated as `plano up` does it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

from plano.local.cluster import Cluster, throwaway
from plano.local.databases import Account, provision
from plano.local.keys import load
from plano.local.variables import Place, account, secret_names, variables
from plano.pipeline import check_text
from plano.platform.environments import local_environment
from plano.platform.model import Environment, Platform, Service

ROOT = Path(__file__).parents[3]
VERSION = 18
NOWHERE = "127.0.0.1:1"  # a migration talks to its database alone


@dataclass(frozen=True, slots=True)
class Holder:
    """One role: whose it is, the database that it is for, and whether it owns that."""

    role: str
    database: str
    password: str
    owns: bool

    def url(self, address: str, database: str) -> str:
        """This role's URL of any database at a server."""
        return f"postgresql://{self.role}:{self.password}@{address}/{database}"


@dataclass(frozen=True, slots=True)
class Stand:
    """The server, every account by (environment, service), and the folder that keeps their passwords."""

    cluster: Cluster
    accounts: dict[tuple[str, str], Account]
    folder: Path

    @property
    def holders(self) -> tuple[Holder, ...]:
        """The running role and the owner of each database."""
        return tuple(
            Holder(role, each.database, password, owns)
            for each in self.accounts.values()
            for role, password, owns in (
                (each.role, each.password, False),
                (each.owner, each.owner_password, True),
            )
        )

    def holder(self, environment: str, service: str, *, owns: bool) -> Holder:
        """The owner of that service's database there, or the role that it runs as."""
        database = self.accounts[environment, service].database
        return next(each for each in self.holders if each.database == database and each.owns == owns)

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """What the superuser finds in a database."""
        with psycopg.connect(self.cluster.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []

    def databases(self) -> tuple[str, ...]:
        """Every database of the server that takes connections at all."""
        found = self.ask("SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname")
        return tuple(str(name) for (name,) in found)

    def tables(self, database: str) -> tuple[str, ...]:
        """Every table that the migrations made, quoted."""
        found = self.ask(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
            database,
        )
        return tuple(str(name) for (name,) in found)


@cache
def reference() -> Platform:
    """The reference platform."""
    checked = check_text((ROOT / "blueprint.yaml").read_text("utf-8"))
    assert checked.platform is not None
    return checked.platform


@contextmanager
def standing(folder: Path) -> Iterator[Stand]:
    """The reference's databases of its environments and of this machine, all on one server; `folder` holds its keys."""
    platform = reference()
    kept = [service for service in platform.services if service.database]
    with throwaway(VERSION) as cluster:
        stand = Stand(cluster, {}, folder)
        for environment in (*platform.environments, local_environment(platform)):
            place = place_of(stand, environment)
            for service in kept:
                made = account(place, service)
                provision(cluster.url(), made)
                stand.accounts[environment.name, service.name] = made
        by_name = {service.name: service for service in kept}
        with ThreadPoolExecutor(4) as working:
            migrations = [
                working.submit(migrate, by_name[name], told(stand, by_name[name], each.owner_url(cluster.address)))
                for (_, name), each in stand.accounts.items()
            ]
        for done in migrations:
            done.result()
        yield stand


def place_of(stand: Stand, environment: Environment) -> Place:
    """An environment as `plano up` would see it, on this server; its secrets are made at the first call."""
    platform = reference()
    keys = load(stand.folder / f"{environment.name}.json", secret_names(platform))
    apis = {service.name: 1 for service in platform.services}
    return Place(ROOT, platform, environment, keys, stand.cluster.address, NOWHERE, 1, apis)


def told(stand: Stand, service: Service, owner_url: str) -> dict[str, str]:
    """The variables of a migration of `service` with that URL as its owner's; the rest is this machine's."""
    place = place_of(stand, local_environment(reference()))
    return {**variables(place, service, 1), "PLANO_OWNER_DATABASE_URL": owner_url}


def migrate(service: Service, told: dict[str, str]) -> None:
    """Run the service's own entrypoint for migrations. AssertionError with its words where it fails."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PLANO_", "PYTHONPATH"))}
    done = subprocess.run(
        [sys.executable, "-m", service.generated, "migrate"], env={**own, **told}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
