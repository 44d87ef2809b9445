"""`plano fmt`: the canonical layout of the blueprint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.diagnostics.model import Diagnostic


@click.command()
@click.option("--check", "only_check", is_flag=True, help="write nothing; exit code 1 where the layout is another")
@click.option("--diff", "only_diff", is_flag=True, help="show what would change, and write nothing")
@click.pass_obj
def command(root: Path, only_check: bool, only_diff: bool) -> int:
    """Lay blueprint.yaml out: keys in the language's order, two spaces a level, one blank line between sections.

    Comments go with their entries, and names that you chose keep your order. What the blueprint says stays, and a
    file that is laid out already is not touched. A text that YAML does not read is refused with what is wrong.
    """
    import difflib

    from plano.cli.findings import show
    from plano.cli.locked import locked
    from plano.diagnostics.model import Severity
    from plano.formatting.layout import FormatError
    from plano.formatting.text import formatted_bytes
    from plano.language.load import load_file
    from plano.output.write import replace
    from plano.pipeline import BLUEPRINT

    path = root / BLUEPRINT
    loaded = load_file(path, BLUEPRINT)
    try:
        raw = path.read_bytes() if not _unread(loaded.diagnostics) else b""
        after, found = formatted_bytes(raw)
    except UnicodeDecodeError:
        after, found = None, loaded.diagnostics
    except FormatError as error:
        click.echo(f"{BLUEPRINT}:{error.line}: {error}. Nothing was written.", err=True)
        return 1
    found = _unread(loaded.diagnostics) or found
    if after is None or found:
        show((each for each in found if each.severity is Severity.ERROR), root, after="Nothing was written.")
        return 1
    if after != raw and not (only_check or only_diff):
        with locked(root):
            if path.read_bytes() != raw:
                click.echo(f"{BLUEPRINT} was changed meanwhile: give the command again", err=True)
                return 1
            replace(path, after)
    old, new = raw.decode().splitlines(keepends=True), after.decode().splitlines(keepends=True)
    if only_diff:
        difference = difflib.unified_diff(old, new, BLUEPRINT, f"{BLUEPRINT} (laid out)", n=1)
        click.echo("".join(line if line.endswith("\n") else f"{line}\n" for line in difference), nl=False)
    if after == raw:
        click.echo(f"{BLUEPRINT} is laid out.")
    elif only_check or only_diff:
        click.echo(f"{BLUEPRINT} is not laid out: plano fmt", err=True)
    else:
        click.echo(f"{BLUEPRINT} was laid out; it says what it said.")
    return 1 if only_check and after != raw else 0


def _unread(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Why there is no text to lay out; nothing where there is one."""
    return tuple(each for each in found if each.code in ("no-blueprint", "file-too-large"))
