"""What the commands that edit the blueprint share: one edit is made, judged, shown, and written or not."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.diagnostics.model import Diagnostic
    from plano.editing.edit import Edited
    from plano.editing.sheet import Sheet
    from plano.language.scalars import Value

Made = tuple["Edited", Iterable[str]]
"""An edit, and what to say of it once it is written."""

_NOTHING = "Nothing was written."


def edit(root: Path, dry_run: bool, make: Callable[[Sheet], Made]) -> int:
    """Make one edit of the blueprint in `root` and write it; with `dry_run` show it as a patch alone.

    Exit code 1 where it is refused; UsageError for a name that cannot be meant. Nothing is written then.
    """
    from plano.cli.findings import show
    from plano.cli.locked import locked
    from plano.editing.blueprintfile import BlueprintFile, UnreadableError
    from plano.editing.edit import difference

    try:
        file = BlueprintFile.read(root)
        made = _made(file.sheet, make)
        if made is None:
            return 1
        edited, said = made
        if edited.errors:
            _show(edited.errors, edited.after)
            brought = "1 error" if len(edited.errors) == 1 else f"{len(edited.errors)} errors"
            click.echo(f"The edit would bring {brought}, shown in the text as it would be. {_NOTHING}", err=True)
            return 1
        if dry_run:
            click.echo(difference(edited), nl=False)
            _show(edited.warnings, edited.after)
            return 0
        with locked(root):
            if BlueprintFile.read(root).sheet.text != edited.before:
                click.echo("blueprint.yaml was changed meanwhile: give the command again", err=True)
                return 1
            file.write(edited.after)
    except UnreadableError as error:
        show(error.diagnostics, root, after=_NOTHING)
        return 1
    for line in said:
        click.echo(line)
    _show(edited.warnings, edited.after)
    return 0


def parsed(text: str, what: str) -> Value:
    """The one value that `text` is in YAML, as inside brackets; UsageError where it is none, or more."""
    from plano.language.read import read

    document = read(f"[{text}]", "argument")
    value = document.value
    if not document.complete or document.broken or not isinstance(value, list) or len(value) != 1:
        raise click.UsageError(f"{what}: {text!r} is not one value of YAML: quote it, as in \"'a, b: c'\"")
    return value[0]


def _made(sheet: Sheet, make: Callable[[Sheet], Made]) -> Made | None:
    """The edit; None where it was refused, and that was said."""
    from plano.editing.addition import ExistsError
    from plano.editing.sheet import UneditableError
    from plano.editing.subjects import WrongNameError
    from plano.editing.takeout import UsedError

    try:
        return make(sheet)
    except WrongNameError as error:
        raise click.UsageError(f"{error.said}: {error.mend}") from None
    except ExistsError as error:
        click.echo(f"{error}: change it there, or choose another name. {_NOTHING}", err=True)
    except UneditableError as error:
        line, column = sheet.places.position(error.at)
        click.echo(f"blueprint.yaml:{line}:{column}: {error.said}: edit it by hand. {_NOTHING}", err=True)
    except UsedError as error:
        for use in error.uses:
            place = sheet.places.key(use.at)
            click.echo(f"blueprint.yaml:{place.line}:{place.column}: {use.said}", err=True)
        whole = any(use.entry is None for use in error.uses)
        mend = "edit these places first"
        mend += "" if whole else ", or give '--with-uses', which removes them too"
        click.echo(f"{_speaking(len(error.uses))} of it: {mend}. {_NOTHING}", err=True)
    return None


def _show(found: Iterable[Diagnostic], text: str) -> None:
    """Findings at the places of a text that may not be on the disk."""
    from plano.cli.findings import colored
    from plano.cli.registry import COMMANDS
    from plano.diagnostics.text import render

    width = shutil.get_terminal_size((80, 24)).columns
    commands = [name for _, name, _ in COMMANDS if name != "fix"]
    sys.stderr.write(render(found, {"blueprint.yaml": text}, colored(sys.stderr), commands, width))


def _speaking(number: int) -> str:
    return "1 place still speaks" if number == 1 else f"{number} places still speak"
