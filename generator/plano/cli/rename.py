"""`plano rename`: another name for a thing, everywhere at once."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.renaming.planning import Plan

_KINDS = (
    "service", "topic", "entity", "field", "value", "operation", "type", "host", "database", "environment", "role",
)  # fmt: skip
_EXAMPLES = """\b
plano rename service orders sales
plano rename topic orders.placed sales.placed
plano rename entity orders.Order Purchase
plano rename field orders.Order.note remark
plano rename value orders.Order.status.paid settled
plano rename operation orders.place_order submit_order
plano rename environment test trial
plano rename role support helpdesk
plano rename host db-1 data-1"""


@click.command(epilog=_EXAMPLES)
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--dry-run", is_flag=True, help="show all that would change, and write nothing")
@click.option("--continue", "go_on", is_flag=True, help="end a rename that was cut short")
@click.option("--leave-data", is_flag=True, help="rename an environment in use: what it keeps stays behind")
@click.pass_obj
def command(
    root: Path, kind: str | None, old: str | None, new: str | None, dry_run: bool, go_on: bool, leave_data: bool
) -> int:
    """Rename a KIND from OLD to NEW: its key in blueprint.yaml and every reference to it; comments and texts stay.

    It says its old name as 'was', so that rows, databases and consumer groups are kept. What is yours and carries
    the name follows: folders, releases, and names in Python, where it is certain; the rest is listed to look at.
    A role is renamed in the accounts by a migration that is written for it. An environment that has releases is
    refused, since no data follow its name. All of it is done, or nothing. A rename that was cut short is ended by
    the next 'plano rename'.
    """
    from plano.cli.locked import locked
    from plano.output.pending import insist_on_version
    from plano.renaming.targets import RenameError

    if go_on == (kind is not None) or (kind is not None and (old is None or new is None)):
        raise click.UsageError("say KIND OLD NEW, such as 'service orders sales', or '--continue' alone")
    if leave_data and kind != "environment":
        raise click.UsageError("'--leave-data' is for an environment alone: leave it out")
    try:
        if kind is not None and dry_run:
            return _shown(root, kind, str(old), str(new), leave_data)
        with locked(root, ends=True):
            ended = _ended(root)
            insist_on_version(root)
            if kind is not None:
                return _done(root, kind, str(old), str(new), leave_data)
            if not ended:
                click.echo("No rename was cut short here.")
            return 0
    except RenameError as error:
        raise click.UsageError(str(error)) from None


def _ended(root: Path) -> bool:
    """End a rename that was cut short; whether there was one."""
    from plano.renaming.intent import finish, read_intent

    cut_short = read_intent(root)
    if cut_short is None:
        return False
    finish(root, cut_short)
    click.echo(f"Ended the rename that was cut short: {cut_short.title}. Next: plano generate")
    return True


def _shown(root: Path, kind: str, old: str, new: str, leave_data: bool) -> int:
    from plano.output.pending import insist_on_ended
    from plano.renaming.telling import told

    insist_on_ended(root)
    planned = _planned(root, kind, old, new, leave_data)
    if planned is None:
        return 1
    for line in told(planned, dry_run=True):
        click.echo(line)
    return 0


def _done(root: Path, kind: str, old: str, new: str, leave_data: bool) -> int:
    from plano.renaming.intent import announce, finish, intent_of
    from plano.renaming.telling import told

    planned = _planned(root, kind, old, new, leave_data)
    if planned is None:
        return 1
    intent = intent_of(planned, f"{kind} {old} {new}")
    announce(root, intent)
    finish(root, intent)
    for line in told(planned, dry_run=False):
        click.echo(line)
    return 0


def _planned(root: Path, kind: str, old: str, new: str, leave_data: bool) -> Plan | None:
    """The plan; None where the blueprint has errors, or would have them after it, which are shown then."""
    from plano.cli.findings import colored, show
    from plano.diagnostics.text import render, summary
    from plano.pipeline import BLUEPRINT, check_root
    from plano.renaming.blueprint import RefusedError
    from plano.renaming.planning import plan

    try:
        planned = plan(root, kind, old, new, leave_data=leave_data)
    except RefusedError as error:
        width = shutil.get_terminal_size((80, 24)).columns
        sys.stderr.write(render(error.diagnostics, {BLUEPRINT: error.text}, colored(sys.stderr), width=width))
        click.echo(summary(error.diagnostics, "So it would be after the rename. Nothing was renamed."), err=True)
        return None
    if planned is None:
        show(check_root(root).diagnostics, root, after="Nothing was renamed.")
    return planned
