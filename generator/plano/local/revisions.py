"""`plano migrate`: the next revision of a service, found by Alembic on a throw-away PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from plano.local.cluster import Cluster
from plano.local.databases import Account, provision
from plano.local.errors import LocalError
from plano.pipeline import check_root
from plano.platform.model import Service
from plano.renaming.tables import formers, packed


def python_path(root: Path, service: Service) -> str:
    """Where a service's process finds the kit, the generated package and your own code."""
    return os.pathsep.join(map(str, (root / "generated/kit", root / service.source, root)))


def next_revision(root: Path, service: Service, cluster: Cluster, slug: str) -> str:
    """Write the revision that `service` needs; gives its path, or nothing where it needs none.

    The revision is applied, taken back and applied again before it counts. LocalError where one of this fails.
    """
    name = f"migrate_{service.package}"
    account = Account(name, name, "running", f"{name}_owner", "owning")
    provision(cluster.url(), account)
    blueprint = check_root(root).blueprint
    was = () if blueprint is None else formers(blueprint.services[service.name])
    done = subprocess.run(
        [sys.executable, "-m", "plano.local.autogenerate", service.generated, slug, packed(was)],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": python_path(root, service),
            "PLANO_OWNER_DATABASE_URL": account.owner_url(cluster.address),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
        raise LocalError(f"{service.name}: no migration could be written: {last[0]}")
    return done.stdout.strip()
