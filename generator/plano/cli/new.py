"""`plano new`: a platform's repository of one's own."""

from __future__ import annotations

import shlex
from pathlib import Path

import click


def answers(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    answers = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"'{each}' is no answer: write NAME=VALUE")
        answers[name.strip()] = value
    return answers


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--defaults", is_flag=True, help="ask nothing: what --data does not answer takes its default")
@click.option("--data", metavar="NAME=VALUE", multiple=True, callback=answers, help="an answer; several as [a, b]")
@click.option("--source", "address", metavar="ADDRESS", help="the template's Git address (default: Plano's own)")
@click.option("--revision", metavar="REV", help="of the template (default: the tag of this version)")
@click.option("--keep", metavar="PATH", multiple=True, help="leave this file of yours as it is, and write none for it")
def command(
    folder: Path, defaults: bool, data: dict[str, str], address: str | None, revision: str | None, keep: tuple[str, ...]
) -> int:
    """Make a platform's repository in DIR: a blueprint to start from, a first service, all that follows from them.

    A few questions are asked first. A file that is there already is never overwritten: such files are listed, and
    nothing is written until they are out of the way or kept. Reads the network where the template's address does.
    """
    from plano.cli.findings import show
    from plano.cli.locked import one_writer
    from plano.output.findings import counted
    from plano.scaffold.errors import BlueprintError, CollisionError, ScaffoldError
    from plano.scaffold.making import Wanted, make, resumed
    from plano.scaffold.source import source

    root = folder.resolve()
    try:
        with one_writer():
            if (total := resumed(root)) is not None:
                click.echo(f"An earlier run was cut short: its {counted(total, 'file')} are in place now.")
                _say_next(folder)
                return 0
            made = make(root, Wanted(source(address, revision), data, defaults, keep))
    except CollisionError as error:
        _say_collisions(error.paths)
        return 1
    except BlueprintError as error:
        show(error.diagnostics, root, after="Nothing was written.")
        click.echo(f"{error}.", err=True)
        return 2
    except ScaffoldError as error:
        if error.answer:
            raise click.UsageError(str(error)) from None
        click.echo(f"{error}. Nothing was written.", err=True)
        return 1
    if made.draft:
        click.echo("The template has changes that no commit holds: commit them, or no update will find them.", err=True)
    click.echo(f"{counted(made.files, 'file')} in {folder}{_COMMITTED[made.commit.value]}.")
    _say_next(folder)
    return 0


_COMMITTED = {
    "made": ", committed",
    "no user": ", not committed: Git knows no user here. git config user.name and user.email, then git commit",
    "not ours": ", in the repository that was there: git add, git commit",
}


def _say_next(folder: Path) -> None:
    from plano.cli.installedfrom import setting

    where = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    found = setting()
    run, test = (f"{where}make {target} {found}".rstrip() for target in ("run", "test"))
    width = max(len(run), len(test)) + 4
    click.echo(f"\n  {run:<{width}}start it on this machine\n  {test:<{width}}all that a laptop can prove")
    if found:
        name = found.partition("=")[0]
        click.echo(
            f"\nThis Plano is no released one: {name} tells the first make where it is, and README.md there says more."
        )


def _say_collisions(paths: tuple[str, ...]) -> None:
    click.echo("These files are there already, and what would be written differs:", err=True)
    for path in paths:
        click.echo(f"  {path}", err=True)
    click.echo(
        "Nothing of them was touched. Move or rename each, or leave it as it is with --keep PATH; then run this again.",
        err=True,
    )
