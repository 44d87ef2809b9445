"""Removes what an environment left: processes of a killed run, and the data of one that does not run."""

from __future__ import annotations

import shutil
from pathlib import Path

from plano.local import state
from plano.local.databases import drop
from plano.local.errors import writing
from plano.local.lock import locked
from plano.local.record import Record, recorded
from plano.local.server import named_url
from plano.local.sharing import Home, leave


def stop_leftovers(root: Path, environment: str) -> list[str]:
    """End what a `plano up` that was killed has left running; gives the names of that. LocalError."""
    ended = state.end_leftovers(root, environment)
    if leave(root, environment):
        ended.append("postgresql")
    _remove(state.file_of(root, environment))
    return ended


def wipe_environment(root: Path, environment: str) -> None:
    """Drop the environment's databases and remove its folder; the cluster too, where it was the last to use it.

    It must not run. LocalError where a server that you named does not let its databases go; then all stays.
    """
    folder = root / ".plano"
    home = Home(root)
    held = recorded(root, environment)
    for record in held:
        if record.server:
            _drop(named_url(record.server), record)
    if any(file.parent.name != environment for file in folder.glob("*/secrets.json")):
        _drop_from_own(root, environment, [record for record in held if not record.server])
    else:
        leave(root, environment)
        shutil.rmtree(home.data, ignore_errors=True)
        for suffix in (".json", ".port", ".lock", ".log"):
            _remove(home.data.with_suffix(suffix))
    shutil.rmtree(folder / environment, ignore_errors=True)


def _drop_from_own(root: Path, environment: str, records: list[Record]) -> None:
    home = Home(root)
    if not records or not home.data.exists():
        return
    with locked(home.lock):
        cluster = home.cluster(0, home.noted_port)
        if not cluster.running:
            cluster.start()
        for record in records:
            _drop(cluster.url(), record)
    leave(root, environment)


def _remove(file: Path) -> None:
    with writing(file, "removed", "plano down"):
        file.unlink(missing_ok=True)


def _drop(server_url: str, record: Record) -> None:
    drop(server_url, record.database, record.role, record.owner)
