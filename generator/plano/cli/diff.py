"""`plano diff`: what `plano generate` would change, as a patch."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--names", is_flag=True, help="only the paths, each with what is the matter with it")
@click.pass_obj
def command(root: Path, names: bool) -> int:
    """Print the difference between the disk and what the blueprint says, as a patch; write nothing.

    An edit by hand is in it the other way round: the patch takes it back, as 'generate --force' would.
    """
    from plano.cli.findings import show
    from plano.output.compare import compare
    from plano.output.difference import patch
    from plano.pipeline import build_root

    built = build_root(root)
    if built.tree is None:
        show(built.diagnostics, root, after="Nothing was compared.")
        return 1
    comparison = compare(built.tree, root)
    if names:
        for change in comparison.changes:
            click.echo(f"{change.state.value:<20}{change.path}")
    else:
        for line in patch(built.tree, comparison):
            click.echo(line, nl=False)
    return 0
