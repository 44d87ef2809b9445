"""`plano generate`: make the disk what the blueprint says."""

from __future__ import annotations

import time
from pathlib import Path

import click


@click.command()
@click.option(
    "--force", is_flag=True, help="overwrite derived files that were edited by hand, and what is in their way"
)
@click.option("--watch", is_flag=True, help="go on, and generate after every save, until Ctrl-C")
@click.pass_obj
def command(root: Path, force: bool, watch: bool) -> int:
    """Write what is derived from the blueprint, and say what changed, was added or went.

    Files that you own are written once and never touched again. Derived files that were edited by hand are
    refused, with their diff; nothing is written then.
    """
    from plano.cli.unchanged import nothing_to_do
    from plano.output.lock import LockedError, writing

    if watch:
        if force:
            raise click.UsageError("'--watch' never forces: it would overwrite each edit by hand as it is saved")
        from plano.cli.watching import watch as follow

        return follow(root.resolve())
    started = time.perf_counter()
    if not force and nothing_to_do(root):
        return 0
    try:
        with writing(root):
            return _generate(root, force, started)
    except LockedError as error:
        click.echo(f"another plano writes here (process {error.owner}): wait for it to end", err=True)
        return 1


def _generate(root: Path, force: bool, started: float) -> int:
    from plano.cli.findings import show
    from plano.cli.summary import changes, closing
    from plano.cli.unchanged import seen
    from plano.cli.unwritten import lines
    from plano.diagnostics.model import Severity
    from plano.diagnostics.text import summary
    from plano.output.compare import compare
    from plano.output.findings import edit_diff, obstacles
    from plano.output.index import INDEX_NAME
    from plano.output.stamp import forget, remember
    from plano.output.write import refused, write
    from plano.pipeline import build_root

    before = seen(root)
    built = build_root(root)
    if built.tree is None or built.platform is None:
        show(built.diagnostics, root, after="Nothing was written.")
        return 1
    comparison = compare(built.tree, root)
    blocked = [change for change in refused(comparison) if not force or change.on_disk is None]
    if blocked:
        show(obstacles(built.tree, blocked), root, after="Nothing was written.")
        for difference in filter(None, (edit_diff(built.tree, change) for change in blocked)):
            click.echo(difference, err=True)
        return 1
    said = summary(built.diagnostics)
    show((each for each in built.diagnostics if each.severity is not Severity.NOTE), root, after=None)
    forget(root)
    written = write(built.tree, comparison, root)
    missing = lines(built.platform, root)
    if not missing:
        folders = {file.folder for file in built.tree.files.values() if not file.once}
        paths = (*built.tree.files, *(f"{folder}/{INDEX_NAME}" for folder in folders))
        remember(root, before, paths, len(built.tree.files), said)
    for line in (*changes(built.tree, written), *missing):
        click.echo(line)
    if said:
        click.echo(f"{said} plano check shows them.", err=True)
    click.echo(closing(len(built.tree.files), written, time.perf_counter() - started))
    return 0
