"""`plano diff`: what `plano generate` would change, as a patch, in numbers, or for a program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plano.output.difference import Difference

_FORMATS = "text: the patch (the default); stat: lines by file, as 'git diff --stat'; json: a list of both"


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "stat", "json"]), default="text", help=_FORMATS)
@click.option("--names", is_flag=True, help="only the paths, each with what is the matter with it")
@click.pass_obj
def command(root: Path, form: str, names: bool) -> int:
    """Print the difference between the disk and what the blueprint says; write nothing.

    An edit by hand is in it the other way round: the patch takes it back, as 'generate --force' would. Exit code 1
    where there is a difference, or an error in the blueprint.
    """
    from plano.cli.findings import show
    from plano.diagnostics.sourceline import safe
    from plano.output.compare import compare
    from plano.output.difference import differences
    from plano.output.findings import findings, obstacles
    from plano.pipeline import build_root

    if names and form != "text":
        raise click.UsageError(f"'--names' is a form of its own: leave it, or '--format {form}'")
    built = build_root(root)
    if built.tree is None:
        show(built.diagnostics, root, after="Nothing was compared.")
        return 1
    comparison = compare(built.tree, root)
    if names:
        for change in comparison.changes:
            click.echo(f"{change.state.value:<20}{safe(change.path)}")
    else:
        _print(tuple(differences(built.tree, comparison)), form)
    unpatched = [change for change in comparison.changes if change.obstacle]
    unsaid = obstacles(built.tree, unpatched) if comparison.changes else findings(built.tree, comparison)
    show(unsaid, root, after=None)
    return 1 if comparison.changes or comparison.stale_indexes else 0


def _print(found: Sequence[Difference], form: str) -> None:
    """On stdout, in the form of that name; text and stat say nothing where nothing differs."""
    import json
    import shutil
    from dataclasses import asdict

    from plano.output.difference import stat

    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    elif form == "stat":
        for line in stat(found, shutil.get_terminal_size((80, 24)).columns):
            click.echo(line)
    else:
        for each in found:
            click.echo(each.patch, nl=False)
