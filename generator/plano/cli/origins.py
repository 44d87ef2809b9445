"""What `plano explain` says of a file, or of a line of the blueprint."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plano.pipeline import BLUEPRINT

if TYPE_CHECKING:
    from plano.overriding.model import Overrides
    from plano.platform.model import Platform


def is_place(word: str) -> bool:
    """Whether this names a file, with or without a line, and not a code."""
    return "/" in word or "." in word


def explain_place(root: Path, word: str) -> int:
    """Print what is known of PATH or PATH:LINE; gives the exit code. UsageError where Plano knows no such place."""
    from plano.cli.findings import show
    from plano.overriding.reading import read
    from plano.pipeline import check_root

    path, line = _parted(root, word)
    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Where files come from can be said once it is valid.")
        return 1
    text = (root / BLUEPRINT).read_text(encoding="utf-8-sig")
    if path == BLUEPRINT:
        if line is None:
            raise click.UsageError(f"say which line: plano explain {BLUEPRINT}:LINE")
        from plano.change.provenance import becomes

        found = becomes(text, checked.platform, line, read(root).overrides)
        if found is None:
            raise click.UsageError(f"no key begins on line {line} of {BLUEPRINT}")
        click.echo(f"{BLUEPRINT}:{line}  {found.source.key}")
        for each in found.files:
            click.echo(f"    {each}")
        if not found.files:
            click.echo("    No derived file changes with it alone.")
        return 0
    return _explain_file(text, checked.platform, path, line, read(root).overrides)


def _explain_file(text: str, platform: Platform, path: str, line: int | None, overrides: Overrides) -> int:
    from plano.change.provenance import origin

    found = origin(text, platform, path, line, overrides)
    if found is None:
        whose = "it is yours" if path.startswith("services/") else "the blueprint gives no such file"
        raise click.UsageError(f"Plano does not write {path}: {whose}")
    click.echo(path if line is None else f"{path}:{line}")
    for name, value in (("emitter", found.emitter), ("made from", found.source), ("subject", found.subject)):
        click.echo(f"    {name:<12}{value}")
    if found.once:
        click.echo("    yours       written once, where there was none, and never touched again")
    elif not found.keys:
        click.echo("    decided by  its template alone")
    for number, key in enumerate(found.keys):
        click.echo(f"    {'' if number else 'decided by':<12}{BLUEPRINT}:{key.line:<6}{key.key}")
    return 0


def _parted(root: Path, word: str) -> tuple[str, int | None]:
    """A path relative to the root, as derived files are named, and a line."""
    found = re.fullmatch(r"(.+?):([1-9][0-9]{0,8})(:[0-9]+)?", word)
    name, line = (found[1], int(found[2])) if found else (word, None)
    full = Path(name).resolve()
    inside = full.is_relative_to(root.resolve()) and full.exists()
    return (full.relative_to(root.resolve()).as_posix() if inside else name), line
