"""`plano down`: stop the local platform."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--env", "environment", default="local", show_default=True, help="the environment to stop")
@click.option("--wipe", is_flag=True, help="remove its data too")
@click.pass_obj
def command(root: Path, environment: str, wipe: bool) -> int:
    """Stop what 'plano up' started, as Ctrl-C would. With --wipe, remove the environment's databases and files."""
    import os
    import shutil
    import signal
    import time

    from plano.local import state as states
    from plano.local.wiping import drop_databases

    state = states.read(root, environment)
    if state is not None and state.alive:
        os.kill(state.pid, signal.SIGTERM)
        end = time.monotonic() + 60
        while state.alive and time.monotonic() < end:
            time.sleep(0.1)
        if state.alive:
            click.echo(f"process {state.pid} does not end", err=True)
            return 1
        click.echo(f"stopped {environment}")
    elif not wipe:
        click.echo(f"the environment '{environment}' does not run here")
    if wipe:
        folder = root / ".plano"
        others = [file.parent.name for file in folder.glob("*/secrets.json") if file.parent.name != environment]
        if others:
            drop_databases(root, environment)
        else:
            shutil.rmtree(folder / "postgresql", ignore_errors=True)
            for name in ("postgresql.json", "postgresql.port", "postgresql.log"):
                (folder / name).unlink(missing_ok=True)
        shutil.rmtree(folder / environment, ignore_errors=True)
        click.echo(f"wiped {environment}")
    return 0
