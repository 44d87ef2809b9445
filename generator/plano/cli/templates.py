"""`plano templates`: what can be overridden, what is, and how that is doing."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plano.cli.group import Group

if TYPE_CHECKING:
    from plano.overriding.model import Override


@click.group(cls=Group)
def command() -> None:
    """Override templates: a file overrides/PATH stands for the template PATH, whole or in single blocks.

    'list' names them all, 'show' prints one, 'eject' begins an override, 'diff' shows what changed under one since,
    and 'confirm' says that you have seen it.
    """


@command.command("list")
@click.option("--overridden", is_flag=True, help="only those that are, and overrides of nothing")
@click.pass_obj
def listed(root: Path, overridden: bool) -> int:
    """List the templates: the blocks of each, and whether it is overridden: current, outdated or unused."""
    from plano.emitters.templates import shadowable
    from plano.overriding.blocks import own_blocks
    from plano.overriding.reading import read
    from plano.overriding.shadowing import RENDERED, builtin, shadowed_blocks, standing

    found = read(root)
    known = shadowable()
    lines = []
    for path in sorted({*known, *(each.path for each in found.overrides.every)}):
        override = found.overrides.of(path)
        if override is None and overridden:
            continue
        words = []
        if path.endswith(RENDERED) and path in known and (names := own_blocks(builtin(path))):
            words.append(f"blocks: {', '.join(names)}")
        if override is not None:
            names = shadowed_blocks(override)
            words.append(f"overridden{' in ' + ', '.join(names) if names else ''}: {standing(override).value}")
        lines.append((path, "; ".join(words)))
    width = max((len(path) for path, said in lines if said), default=0)
    for path, said in lines:
        click.echo(f"{path:<{width}}  {said}".rstrip())
    if not lines:
        click.echo("Nothing is overridden: 'plano templates eject PATH' begins an override.")
    for each in found.diagnostics:
        click.echo(f"{each.message}: {each.help}", err=True)
    return 1 if found.diagnostics else 0


@command.command("show")
@click.argument("path")
@click.option("--block", help="only this block of it")
def show(path: str, block: str | None) -> None:
    """Print Plano's own template PATH, whatever overrides it."""
    from plano.overriding.shadowing import shadowed

    path = _template(path)
    if block is not None:
        _insist_on_block(path, block)
    click.echo(shadowed(path, (block,) if block else ()), nl=False)


@command.command("eject")
@click.argument("path")
@click.option("--block", help="only this block of it")
@click.pass_obj
def eject(root: Path, path: str, block: str | None) -> int:
    """Write the override of the template PATH that changes nothing yet. One that is there stays as it is."""
    from plano.cli.locked import locked
    from plano.overriding.model import FOLDER
    from plano.overriding.shadowing import ejected
    from plano.overriding.writing import put, stands

    path = _template(path)
    if block is not None:
        _insist_on_block(path, block)
    override = ejected(path, block or "")
    with locked(root):
        if stands(root, path):
            add = f"; 'plano templates show {path} --block {block}' prints what to add to it" if block else ""
            click.echo(f"{FOLDER}/{path} is there already, and stays as it is{add}.", err=True)
            return 1
        put(root, override)
    click.echo(f"{override.file}: change it, then plano generate")
    return 0


@command.command("diff")
@click.argument("path")
@click.pass_obj
def diff(root: Path, path: str) -> int:
    """Show what changed in the template PATH since its override was written.

    Where what it was is not kept under overrides/.shadowed, the override is compared with today's template.
    """
    from plano.overriding.shadowing import shadowed_today
    from plano.overriding.writing import kept

    override = _override(root, path)
    before, after = kept(root, override), shadowed_today(override)
    if before is None:
        click.echo("What it shadowed was not kept: this is the override against today's template.", err=True)
        _echo_diff(after, override.body, f"{override.path} (today)", override.file)
    elif before == after:
        click.echo(f"{override.path} is what it was when {override.file} was written.")
    else:
        _echo_diff(before, after, f"{override.path} (when it was overridden)", f"{override.path} (today)")
    return 0


@command.command("confirm")
@click.argument("path")
@click.pass_obj
def confirm(root: Path, path: str) -> int:
    """Say that the override of PATH is right for today's template: its first line is written anew, and no other."""
    from plano.cli.locked import locked
    from plano.overriding.writing import confirm as write

    override = _override(root, path)
    with locked(root):
        written = write(root, override)
    click.echo(f"{written.file} shadows {written.shadows}, which is today's.")
    return 0


def _template(word: str) -> str:
    """The path of a template as a person names it. UsageError where there is none."""
    from plano.emitters.templates import shadowable
    from plano.language.nearest import nearest

    path = word.removeprefix("./").removeprefix("templates/").removeprefix("overrides/")
    known = shadowable()
    if path not in known:
        near = nearest(path, known)
        hint = f"did you mean '{near}'?" if near else "'plano templates list' names them all"
        raise click.UsageError(f"there is no template '{word}': {hint}")
    return path


def _insist_on_block(path: str, block: str) -> None:
    from plano.language.nearest import nearest
    from plano.overriding.blocks import blocks
    from plano.overriding.shadowing import RENDERED, builtin

    known = tuple(blocks(builtin(path))) if path.endswith(RENDERED) else ()
    if block not in known:
        near = nearest(block, known)
        has = f"it has {', '.join(known)}" if known else "it has none: eject the whole"
        hint = f"did you mean '{near}'?" if near else has
        raise click.UsageError(f"{path} has no block '{block}': {hint}")


def _override(root: Path, word: str) -> Override:
    """The override of the template that a person names. UsageError where there is none."""
    from plano.overriding.reading import read

    path = _template(word)
    override = read(root).overrides.of(path)
    if override is None:
        raise click.UsageError(f"{path} is not overridden: 'plano templates eject {path}' begins an override")
    return override


def _echo_diff(before: bytes, after: bytes, old: str, new: str) -> None:
    ours, theirs = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    for line in difflib.unified_diff(ours, theirs, old, new):
        click.echo(line if line.endswith("\n") else f"{line}\n", nl=False)
