"""`plano check`: what CI runs. It never writes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plano.diagnostics import forms

_FORMATS = f"text: for a person (the default); {forms.overview()}"


@click.command()
@click.option("--format", "form", type=click.Choice(["text", *forms.names()]), default="text", help=_FORMATS)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="in text; auto: as NO_COLOR, FORCE_COLOR and the terminal say",
)
@click.option("--strict", is_flag=True, help="warnings are errors")
@click.pass_obj
def command(root: Path, form: str, color: str, strict: bool) -> int:
    """Say what is wrong in the blueprint, and which derived files are stale, edited by hand or orphaned.

    The files are made in memory and compared with the disk. Exit code 1 where there is an error.
    """
    from plano.cli.findings import show, show_form, strictly
    from plano.cli.unwritten import findings as unwritten
    from plano.crosschecks import crosschecks
    from plano.delivery.files import findings as released
    from plano.delivery.patching import findings as patched
    from plano.output.compare import compare
    from plano.output.findings import findings
    from plano.output.pending import insist_on_ended, insist_on_version
    from plano.pipeline import build_root, has_errors

    insist_on_ended(root)
    insist_on_version(root)
    built = build_root(root)
    found = [*built.diagnostics]
    total = 0
    if built.tree is not None and built.platform is not None:
        comparison = compare(built.tree, root)
        total = comparison.total
        found += findings(built.tree, comparison)
        found += crosschecks({path: file.content for path, file in built.tree.files.items()}, built.platform)
        found += unwritten(built.platform, root)
        found += released(root, built.platform)
        found += patched(root, built.platform)
    shown = strictly(found, strict)
    if form == "text":
        show(shown, root, sys.stdout, color=color)
        if not has_errors(shown):
            click.echo(f"All {total} derived files are as the blueprint says.")
    else:
        show_form(form, shown, root)
    return 1 if has_errors(shown) else 0
