"""`plano down`: stop the local platform."""

from __future__ import annotations

from pathlib import Path

import click

from plano.cli.environment import environment_option

_SECONDS = 60.0


@click.command()
@environment_option("the environment to stop")
@click.option("--wipe", is_flag=True, help="remove its data too")
@click.pass_obj
def command(root: Path, environment: str, wipe: bool) -> int:
    """Stop what 'plano up' started, as Ctrl-C would. With --wipe, remove the environment's databases and files."""
    from plano.local import state as states
    from plano.local.errors import LocalError
    from plano.local.wiping import stop_leftovers, wipe_environment

    root = root.resolve()
    state = states.read(root, environment)
    try:
        if state is not None and state.alive:
            if not _end(state.pid, state.born):
                click.echo(f"process {state.pid} does not end", err=True)
                return 1
            click.echo(f"stopped {environment}")
        elif ended := stop_leftovers(root, environment):
            click.echo(f"stopped what a killed 'plano up' had left: {', '.join(ended)}")
        elif not wipe:
            click.echo(f"the environment '{environment}' does not run here")
        if wipe:
            wipe_environment(root, environment)
            click.echo(f"wiped {environment}")
    except LocalError as error:
        click.echo(str(error), err=True)
        return 1
    return 0


def _end(pid: int, born: str) -> bool:
    """Ask a `plano up` to end; gives whether it did in time."""
    import os
    import signal
    import time

    from plano.local import processes

    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + _SECONDS
    while processes.lives(pid, born) and time.monotonic() < end:
        time.sleep(0.1)
    return not processes.lives(pid, born)
