"""`plano lock`: exact versions of what a service's own code needs."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("service", required=False)
@click.pass_obj
def command(root: Path, service: str | None) -> int:
    """Lock the dependencies of SERVICE, or of all: services/<name>/pyproject.toml → requirements.lock.

    Asks the package index that your pip or uv is set up with; the lock names none, and holds hashes.
    """
    from plano.cli.findings import show
    from plano.cli.services import chosen
    from plano.output.locking import LockingError, lock_service
    from plano.pipeline import check_root

    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Nothing was written.")
        return 1
    code = 0
    for each in chosen(checked.platform, service):
        try:
            count = lock_service(root, each.package)
        except LockingError as error:
            click.echo(str(error), err=True)
            code = 1
        else:
            packages = "1 package" if count == 1 else f"{count} packages"
            click.echo(f"{each.name:<12}{packages:<14}services/{each.package}/requirements.lock")
    return code
