"""`plano migrate`: the migration that a schema change needs."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("service", required=False)
@click.option("-m", "--message", "slug", default="", help="what it does, as the end of its file's name")
@click.pass_obj
def command(root: Path, service: str | None, slug: str) -> int:
    """Write the next revision of SERVICE, or of all: services/<name>/migrations/NNNN_<slug>.py.

    A throw-away PostgreSQL is brought to the newest revision and compared with the models. What is written is
    applied, taken back and applied again before this ends, with a row in each table that takes one. What rows may
    refuse is said and changes no exit code: the revision may be right for the rows that there are. Where nothing is
    to be written, the newest revision notes for which tables it is. Without -m, a revision's name says what its first
    step does.
    """
    from plano.cli.findings import show
    from plano.cli.services import chosen
    from plano.local.cluster import throwaway
    from plano.local.errors import LocalError
    from plano.local.revisions import next_revision
    from plano.local.slugs import slug_of
    from plano.pipeline import check_root

    name = slug_of(slug)
    if slug and not name:
        raise click.UsageError("-m needs at least one letter a-z or digit")
    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Nothing was written.")
        return 1
    kept = [each for each in chosen(checked.platform, service) if each.kind == "fastapi" and each.database]
    if service and not kept:
        click.echo(f"{service} has no database, so nothing to migrate")
        return 0
    try:
        with throwaway(checked.platform.databases[0].version if checked.platform.databases else 18) as cluster:
            for each in kept:
                made = next_revision(root, each, cluster, name)
                if changed := made.written or made.noted:
                    _lay_out(root, changed)
                noted = f"no change; {made.noted} notes now for which tables it is" if made.noted else "no change"
                click.echo(f"{each.name:<14}{made.written or noted}")
                for said in made.said:
                    click.echo(f"{each.name}: {said}", err=True)
    except LocalError as error:
        click.echo(str(error), err=True)
        return 1
    return 0


def _lay_out(root: Path, path: str) -> None:
    """Have ruff order and wrap a revision, where it is installed beside this Python."""
    import subprocess
    import sys

    ruff = Path(sys.executable).with_name("ruff")
    if ruff.exists():
        for step in (["check", "--fix", "--silent"], ["format", "--silent"]):
            subprocess.run([ruff, *step, path], cwd=root, check=False)
