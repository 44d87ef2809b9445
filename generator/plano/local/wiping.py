"""Removes one environment's databases from a cluster that others use."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from plano.local.cluster import Cluster, find_binaries
from plano.local.keys import load
from plano.pipeline import check_root
from plano.platform.environments import local_environment


def drop_databases(root: Path, environment: str) -> None:
    """Drop the environment's databases and roles; nothing where its blueprint is not valid now."""
    platform = check_root(root).platform
    noted = root / ".plano" / "postgresql.port"
    if platform is None or not noted.exists():
        return
    version = platform.databases[0].version if platform.databases else 18
    password = load(root / ".plano" / "postgresql.json", ["password"]).named["password"]
    cluster = Cluster(root / ".plano" / "postgresql", find_binaries(version), int(noted.read_text()), password)
    ran = cluster.running
    if not ran:
        cluster.start()
    try:
        with psycopg.connect(cluster.url(), autocommit=True) as server:
            for each in local_environment(platform, environment).deployments:
                if each.database:
                    database, owner = sql.Identifier(each.database), sql.Identifier(each.owner_role)
                    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
                    server.execute(sql.SQL("DROP ROLE IF EXISTS {}, {}").format(database, owner))
    finally:
        if not ran:
            cluster.stop()
