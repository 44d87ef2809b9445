"""A service that keeps books, whose blueprint changes while its database has rows."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

from plano.cli.main import run
from plano.local.cluster import Cluster
from plano.local.databases import Account, provision
from plano.local.revisions import Next, next_revision, python_path
from plano.pipeline import check_root
from tests.local.lab import environment

BLUEPRINT = """blueprint: 1
platform: {{name: shelf, domain: shelf.example, registry: registry.shelf.example/s, repository: "https://shelf.example/s.git"}}
environments: {{production: {{}}}}
databases: {{main: {{address: "postgresql.shelf.example:5432"}}}}
services:
  books:
    kind: fastapi
    database: main
    access: public
    entities:
{entities}
    expose: {{Book: [list, get]}}
routes: {{/api/books: {{service: books}}}}
"""
KEPT = Account("kept", "kept", "running", "kept_owner", "owning")
BOOK = "INSERT INTO book (id, created_at, updated_at, row_version, {}) VALUES (gen_random_uuid(), now(), now(), 1, {})"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The platform in `root`; its own database, which stays, is in `cluster`."""

    root: Path
    cluster: Cluster

    @classmethod
    def made(cls, root: Path, cluster: Cluster, fields: str) -> Shelf:
        """With a book of these fields, migrated, and with no row."""
        shelf = cls(root, cluster)
        for name in (KEPT.database, "migrate_books"):
            shelf._administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        provision(cluster.url(), KEPT)
        shelf.says(fields)
        assert shelf.migrate().said == ()
        assert shelf.upgrade() == "0001"
        return shelf

    def says(self, fields: str, more: str = "", entities: str = "") -> None:
        """Make a book have these fields, and all that follows from that."""
        written = f"      Book: {{fields: {{{fields}}}{more}}}\n{entities}"
        (self.root / "blueprint.yaml").write_text(BLUEPRINT.format(entities=written))
        assert run(["--root", str(self.root), "generate"]) == 0

    def migrate(self) -> Next:
        """What `plano migrate` does, on a database of its own."""
        self._administer("DROP DATABASE IF EXISTS migrate_books WITH (FORCE)")
        platform = check_root(self.root).platform
        assert platform is not None
        return next_revision(self.root, platform.service("books"), self.cluster, "")

    def upgrade(self) -> str:
        """Run the entrypoint `migrate` on the database that stays; gives the revisions that it applied, or why not."""
        platform = check_root(self.root).platform
        assert platform is not None
        done = subprocess.run(
            [sys.executable, "-m", "shelf_books", "migrate"],
            cwd=self.root,
            env={
                **environment(),
                "PYTHONPATH": python_path(self.root, platform.service("books")),
                "PLANO_OWNER_DATABASE_URL": KEPT.owner_url(self.cluster.address),
                "PLANO_ENVIRONMENT": "test",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        told = [line for line in (*done.stdout.splitlines(), *done.stderr.splitlines()) if not line.startswith("{")]
        assert (done.returncode == 0) == all(re.fullmatch(r"\w+", line) for line in told), told
        return " ".join(line for line in told if done.returncode or re.fullmatch(r"\d{4}", line))

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Run SQL in the database that stays, as its owner."""
        with psycopg.connect(KEPT.owner_url(self.cluster.address)) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def has(self, columns: str, values: str) -> None:
        """Put a book into the database that stays."""
        self.rows(BOOK.format(columns, values))

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.cluster.url(), autocommit=True) as connection:
            connection.execute(statement.encode())
