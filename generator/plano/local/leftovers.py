"""What a `plano up` left behind that was killed before it could end its processes."""

from __future__ import annotations

import psutil

from plano.local.state import State, process_of

_SECONDS = 20.0


def end_leftovers(state: State) -> list[str]:
    """End every process of `state` that still runs; gives their names. Nothing while its `plano up` runs."""
    if state.alive:
        return []
    found = {each.name: process_of(each.pid, each.born) for each in state.processes}
    left = {name: process for name, process in found.items() if process is not None}
    for process in left.values():
        _ask(process)
    _, late = psutil.wait_procs(left.values(), timeout=_SECONDS)
    for process in late:
        _force(process)
    psutil.wait_procs(late, timeout=_SECONDS)
    return list(left)


def _ask(process: psutil.Process) -> None:
    try:
        process.terminate()
    except psutil.NoSuchProcess:
        return


def _force(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return
