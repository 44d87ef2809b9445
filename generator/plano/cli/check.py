"""`plano check`: what CI runs. It never writes."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="for a person or a program")
@click.option("--strict", is_flag=True, help="warnings are errors")
@click.pass_obj
def command(root: Path, form: str, strict: bool) -> int:
    """Say what is wrong in the blueprint, and which derived files are stale, edited by hand or orphaned.

    The files are made in memory and compared with the disk. Exit code 1 where there is an error.
    """
    from plano.cli.findings import show, show_json, strictly
    from plano.cli.unwritten import findings as unwritten
    from plano.output.compare import compare
    from plano.output.findings import findings
    from plano.pipeline import build_root, has_errors

    built = build_root(root)
    found = [*built.diagnostics]
    total = 0
    if built.tree is not None and built.platform is not None:
        comparison = compare(built.tree, root)
        total = comparison.total
        found += findings(built.tree, comparison)
        found += unwritten(built.platform, root)
    shown = strictly(found, strict)
    if form == "json":
        show_json(shown)
    else:
        show(shown, root, sys.stdout)
        if not has_errors(shown):
            click.echo(f"All {total} derived files are as the blueprint says.")
    return 1 if has_errors(shown) else 0
