"""`plano fix`: apply the safe fixes of what `plano check` finds in the blueprint."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--diff", "only_diff", is_flag=True, help="show what would change, and write nothing")
@click.option("--language", is_flag=True, help="only bring it to the version of the language that is read here")
@click.pass_obj
def command(root: Path, only_diff: bool, language: bool) -> int:
    """Mend in blueprint.yaml what can be mended without changing what you meant; comments stay.

    A fix that leaves more errors than there were is not applied. What is left is shown; exit code 1
    where an error is left.
    """
    from plano.cli.findings import show
    from plano.cli.locked import locked
    from plano.diagnostics.model import Severity
    from plano.fixing import fixed
    from plano.output.write import replace
    from plano.pipeline import BLUEPRINT, check_root, has_errors

    checked = check_root(root)
    after = fixed(root / BLUEPRINT, checked.diagnostics, language_alone=language)
    for each in after.applied:
        place = "" if each.span is None else f"{each.span.file}:{each.span.line}:{each.span.column}"
        click.echo(f"{place:<24}{each.code}: {each.fix.title if each.fix else ''}")
    if only_diff:
        click.echo(after.diff, nl=False)
        return 1 if has_errors(after.left) else 0
    if after.applied:
        with locked(root):
            replace(root / BLUEPRINT, after.content)
    left = [each for each in after.left if each.severity is not Severity.NOTE]
    show(left, root, after="These need you.")
    if not after.applied and (left or not language):  # make asks for the language each time
        click.echo("Nothing to mend." if not left else "Nothing here can be mended without you.")
    return 1 if has_errors(left) else 0
