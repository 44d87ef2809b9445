"""`plano migrate`: the next revision of a service, found by Alembic on a throw-away PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from plano.local.cluster import Cluster
from plano.local.databases import Account, provision
from plano.local.errors import LocalError
from plano.pipeline import check_root
from plano.platform.model import Service
from plano.renaming.tables import formers, packed
from plano.revisions.files import chain, with_tables
from plano.revisions.findings import due, folder_of


@dataclass(frozen=True, slots=True)
class Next:
    """What was done for a service.

    `written` is the path of a new revision, `noted` of one that now says for which tables it is; each empty without
    one. `said` has a sentence for each thing that rows may refuse of the new one.
    """

    written: str = ""
    noted: str = ""
    said: tuple[str, ...] = ()


def python_path(root: Path, service: Service) -> str:
    """Where a service's process finds the kit, the generated package and your own code."""
    return os.pathsep.join(map(str, (root / "generated/kit", root / service.source, root)))


def next_revision(root: Path, service: Service, cluster: Cluster, slug: str) -> Next:
    """Write the revision that `service` needs, where it needs one.

    The revision is applied, taken back and applied again before it counts. LocalError where one of this fails.
    """
    name = f"migrate_{service.package}"
    account = Account(name, name, "running", f"{name}_owner", "owning")
    provision(cluster.url(), account)
    blueprint = check_root(root).blueprint
    was = () if blueprint is None else formers(blueprint.services[service.name])
    names = {entity.table: entity.name for entity in service.entities}
    done = subprocess.run(
        [sys.executable, "-m", "plano.local.autogenerate", service.generated, slug, packed(was), json.dumps(names)],
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
    made = json.loads(done.stdout.splitlines()[-1])
    noted = "" if service.ejected else _note(root, service)
    return Next(made["path"], "" if made["path"] else noted, tuple(made["said"]))


def _note(root: Path, service: Service) -> str:
    """Write into the newest revision which tables differ since those before it; gives its path where that was new.

    The database has just been found to be as the models say, so that this holds whoever wrote that revision.
    """
    folder = folder_of(service)
    known = chain(root / folder)
    if len(known.heads) != 1:
        return ""
    [head] = known.heads
    changed = due(service, known, head)
    if head.tables is not None and not changed:
        return ""
    path = root / folder / head.file
    path.write_text(with_tables(path.read_text(encoding="utf-8"), {**(head.tables or {}), **changed}), encoding="utf-8")
    return f"{folder}/{head.file}"
