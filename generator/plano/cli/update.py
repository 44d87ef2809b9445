"""`plano update`: pull what changed in the template, and derive everything anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plano.cli.new import answers

if TYPE_CHECKING:
    from plano.updating.applying import Announced


@click.command()
@click.option("--to", "revision", metavar="TAG", help="of the template, such as v1.4.0 (default: its newest tag)")
@click.option("--defaults", is_flag=True, help="ask nothing: a new question takes its default")
@click.option("--data", metavar="NAME=VALUE", multiple=True, callback=answers, help="the answer to a new question")
@click.option("--pretend", is_flag=True, help="show all that would happen, and write nothing")
@click.pass_obj
def command(root: Path, revision: str | None, defaults: bool, data: dict[str, str], pretend: bool) -> int:
    """Bring this repository to a later version of Plano.

    The scaffold's files are merged three ways, the pin moves, the blueprint is rewritten where the language has
    changed, and generated/ is written anew. All of it is made aside first; a run that is cut short is ended by the
    next. Exit code 1 where something is left to you: each conflict is listed with its line. Reads the network where
    the template's address does, and the package index for another version of Plano.
    """
    from plano.cli.locked import locked
    from plano.scaffold.errors import ScaffoldError

    try:
        with locked(root, ends=True):
            return _update(root, revision, defaults, data, pretend)
    except ScaffoldError as error:
        if error.answer:
            raise click.UsageError(str(error)) from None
        click.echo(f"{error}\nNothing was written.", err=True)
        return 1


def _update(root: Path, revision: str | None, defaults: bool, data: dict[str, str], pretend: bool) -> int:
    from plano.output.pending import insist_on_ended
    from plano.updating import applying
    from plano.updating.run import Wanted, prepared, resumed

    if pretend:
        insist_on_ended(root)
    if ended := resumed(root):
        click.echo("An earlier update was cut short: it is in place now.")
        code = _say(*ended)
        applying.discard(root)
        return code
    insist_on_ended(root)
    try:
        announced = prepared(root, Wanted(revision, data, defaults))
        if pretend:
            click.echo("Nothing is written; this is what would be:")
            return _say(announced, ())
        if announced.moves:
            applying.announce(root, announced)
        code = _say(announced, applying.apply(root, announced))
        applying.discard(root)  # only now: a run that is killed before has said nothing yet
        return code
    finally:
        if applying.begun(root) is None:
            applying.discard(root)


def _say(announced: Announced, kept: tuple[str, ...]) -> int:
    for line in announced.said:
        click.echo(line)
    for path in kept:
        click.echo(f"{path} was changed meanwhile and stays as it is: git diff tells what", err=True)
    return 1 if kept else announced.code
