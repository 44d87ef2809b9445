"""`plano rm`: take a host, service, topic, route, entity, field or system out of the blueprint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

if TYPE_CHECKING:
    from plano.cli.edits import Made
    from plano.editing.sheet import Sheet
    from plano.editing.subjects import Subject
    from plano.editing.takeout import TakenOut

_KINDS = ("host", "service", "topic", "route", "entity", "field", "system")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("name")
@click.option("--with-uses", is_flag=True, help="also remove the calls, routes, … that speak of nothing else")
@click.option("--dry-run", is_flag=True, help="show the change as a patch, and write nothing")
@click.pass_obj
def command(root: Path, kind: str, name: str, with_uses: bool, dry_run: bool) -> int:
    """Remove the KIND called NAME from blueprint.yaml, with its own comments and nothing else.

    What other places still speak of is refused, with these places. A section that is left empty goes too.
    No file of yours and no data is touched: what has no use now is listed.

    \b
    plano rm host db-2
    plano rm service billing --with-uses
    plano rm topic invoices.issued --dry-run
    plano rm route /help
    plano rm entity orders.Refund
    plano rm field orders.Order.note          a topic's: orders.placed.total, a type's: Item.sku
    plano rm system grafana
    """
    from plano.cli.edits import edit
    from plano.editing.subjects import Kind, subject_of
    from plano.editing.takeout import taken_out

    chosen: Kind = next(each for each in get_args(Kind) if each == kind)

    def make(sheet: Sheet) -> Made:
        subject = subject_of(sheet, chosen, name)
        taken = taken_out(sheet, subject, with_uses=with_uses)
        return taken.edited, _said(sheet, subject, taken, root)

    return edit(root, dry_run, make)


def _said(sheet: Sheet, subject: Subject, taken: TakenOut, root: Path) -> Iterator[str]:
    """What was removed and from where, what stays of it elsewhere, and the next step."""
    from plano.editing.leftovers import leftovers
    from plano.editing.sheet import Sheet as AnySheet

    line = sheet.places.key(subject.path).line
    section = f", and '{taken.path[-1]}', which it was all of" if taken.path != subject.path else ""
    yield f"removed   blueprint.yaml:{line:<6}{subject}{section}"
    for use in taken.uses:
        yield f"removed   blueprint.yaml:{sheet.places.key(use.at).line:<6}{use.said}"
    for sentence in leftovers(sheet, AnySheet.of(taken.edited.after), subject, root):
        yield f"stays     {sentence}"
    yield ""
    yield "Next: plano generate"
