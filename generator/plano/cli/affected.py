"""`plano affected`: which services a change touches."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--since", required=True, metavar="REV", help="the revision to compare the disk with")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="for a person or a program")
@click.pass_obj
def command(root: Path, since: str, form: str) -> int:
    """List the services whose images have to be built again since REV, each with the files that say so.

    Only what enters an image counts: a change of releases, pages or tests touches none. Derived files must
    be fresh; exit code 1 where they are not.
    """
    import json
    from dataclasses import asdict

    from plano.change.affected import affected
    from plano.change.history import HistoryError, Repository
    from plano.cli.findings import show
    from plano.output.compare import compare
    from plano.output.findings import findings
    from plano.pipeline import build_root

    built = build_root(root)
    if built.tree is None or built.platform is None:
        show(built.diagnostics, root, after="Nothing was compared.")
        return 1
    if stale := findings(built.tree, compare(built.tree, root)):
        show(stale, root, after="What is affected can be said once they are fresh.")
        return 1
    try:
        found = affected(built.platform, Repository(root).changed(since))
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
        return 0
    for each in found:
        more = len(each.files) - 1
        click.echo(f"{each.service:<16}{each.files[0]}" + (f" and {more} more" if more else ""))
    if not found:
        click.echo(f"No image is affected since {since}.", err=True)
    return 0
