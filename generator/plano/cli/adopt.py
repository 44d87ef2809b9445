"""`plano adopt`: an edit by hand becomes an override."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.emitters.base import FileSpec
    from plano.overriding.adopting import Refused
    from plano.overriding.model import Overrides
    from plano.platform.model import Platform


@click.command()
@click.argument("file")
@click.option("--whole", is_flag=True, help="freeze the file as it is: the blueprint then decides nothing in it")
@click.pass_obj
def command(root: Path, file: str, whole: bool) -> int:
    """Make of an edit by hand of the derived FILE an override of the template that it comes from.

    After it, 'plano generate' gives the file as you left it, or nothing is written and you are told what to change
    instead. Your edit stays on disk either way.
    """
    from plano.cli.findings import show
    from plano.overriding.judging import read
    from plano.pipeline import check_root, has_errors
    from plano.plugins.emission import emission

    path = _relative(root, file)
    checked, reading = check_root(root), read(root)
    found = (*checked.diagnostics, *reading.diagnostics)
    if checked.platform is None or has_errors(found):
        show(found, root, after="Nothing was adopted.")
        return 1
    made = () if checked.platform.ejected else emission(checked.platform).specs
    specs = {spec.path: spec for spec in made}
    spec = specs.get(path)
    if spec is None or spec.once:
        whose = "it is yours already" if spec or path.startswith("services/") else "the blueprint gives no such file"
        raise click.UsageError(f"there is nothing to adopt in {file}: {whose}")
    return _adopt(root, checked.platform, spec, tuple(specs.values()), reading.overrides, whole)


def _adopt(
    root: Path, platform: Platform, spec: FileSpec, specs: tuple[FileSpec, ...], overrides: Overrides, whole: bool
) -> int:
    from plano.cli.locked import locked
    from plano.emitters.render import render
    from plano.output.disk import Disk
    from plano.overriding.adopting import Refused, adopt, frozen
    from plano.overriding.writing import insist_on_place, put

    content = Disk(root).read(spec.path)
    if content is None:
        raise click.UsageError(f"{spec.path} is not there, or is no plain file: 'plano generate' writes it")
    if content == render(spec, overrides):
        click.echo(f"{spec.path} is as it would be generated: there is nothing to adopt.")
        return 0
    result = (frozen if whole else adopt)(spec, content, specs, overrides)
    if isinstance(result, Refused):
        _explain(root, platform, spec, result)
        return 1
    with locked(root):
        for override in result.overrides:
            insist_on_place(root, override.file)
        for override in result.overrides:
            put(root, override)
    for override in result.overrides:
        click.echo(f"{override.file} now gives {spec.path} as you left it.")
    for other in result.others:
        click.echo(f"    changes too: {other}")
    click.echo("plano diff shows what follows, plano generate writes it.")
    return 0


def _explain(root: Path, platform: Platform, spec: FileSpec, refused: Refused) -> None:
    """Why not, and where to say it instead. The edit stays."""
    from plano.change.provenance import origin
    from plano.pipeline import BLUEPRINT

    click.echo(f"{spec.path}:{refused.line} cannot be adopted: {refused.reason}.", err=True)
    text = (root / BLUEPRINT).read_text(encoding="utf-8-sig")
    found = origin(text, platform, spec.path, refused.line) or origin(text, platform, spec.path, None)
    if found is not None and not found.keys:
        found = origin(text, platform, spec.path, None)
    if found is not None:
        click.echo(f"    made from   {found.source}", err=True)
        for number, key in enumerate(found.keys):
            name = "" if number else "decided by"
            click.echo(f"    {name:<12}{BLUEPRINT}:{key.line:<6}{key.key}", err=True)
    click.echo("Nothing was written, and your edit is still there: say it in the blueprint.", err=True)


def _relative(root: Path, word: str) -> str:
    """A path as derived files are named: relative to the root."""
    full, top = Path(word).absolute(), root.absolute()
    if full.is_relative_to(top) and full.exists():
        return full.relative_to(top).as_posix()
    return Path(word).as_posix()
