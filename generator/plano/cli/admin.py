"""`plano admin EMAIL`: an administrator of the local platform."""

from __future__ import annotations

from pathlib import Path

import click

from plano.cli.environment import environment_option


@click.command()
@click.argument("email")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@environment_option("the environment")
@click.pass_obj
def command(root: Path, email: str, fields: tuple[str, ...], environment: str) -> int:
    """Make the account EMAIL an administrator, and make the account where there is none.

    PLANO_ADMIN_PASSWORD is its password; without it one is made and printed. FIELD=VALUE fill the account.
    """
    import os
    import subprocess
    import sys

    from plano.cli.findings import show
    from plano.local import state as states
    from plano.local.errors import LocalError
    from plano.local.keys import load
    from plano.local.variables import Place, secret_names, variables
    from plano.pipeline import check_root
    from plano.platform.environments import local_environment

    checked = check_root(root)
    platform = checked.platform
    if platform is None:
        show(checked.diagnostics, root, after="No account was made.")
        return 1
    issuer = next((each for each in platform.services if each.issuer), None)
    if issuer is None:
        click.echo("no service of this blueprint has accounts: 'issuer: true' makes one that does", err=True)
        return 1
    try:
        state = states.running(root, environment)
    except LocalError as error:
        click.echo(str(error), err=True)
        return 1
    keys = load(root / ".plano" / environment / "secrets.json", secret_names(platform))
    server = state.server.rpartition("@")[2].partition("/")[0]
    apis = state.apis()
    place = Place(root, platform, local_environment(platform, environment), keys, server, state.kafka, 0, apis)
    command_line = [sys.executable, "-m", issuer.generated, "job", "create-admin", email, *fields]
    done = subprocess.run(command_line, cwd=root, env={**os.environ, **variables(place, issuer, 0)}, check=False)
    return done.returncode
