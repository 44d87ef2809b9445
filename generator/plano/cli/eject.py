"""`plano eject`: make what Plano derived your own, of one service or all of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.leaving.plan import Plan


@click.command()
@click.argument("service", required=False)
@click.option("--yes", is_flag=True, help="do not ask")
@click.option("--dry-run", is_flag=True, help="say what would change, and write nothing")
@click.pass_obj
def command(root: Path, service: str | None, yes: bool, dry_run: bool) -> int:
    """Make the code of SERVICE yours, under services/; without it, every file under generated/.

    A service keeps its place in the platform: values, policies, contracts and the clients of others are derived as
    before, and its own package, image and tests are yours. Without SERVICE you leave Plano: no file is derived any
    more, the kit is yours too, and the blueprint stays with a note.

    Everything must be committed before, so that 'git diff' shows what this does and 'git restore .' takes it back.
    """
    from plano.change.history import HistoryError, Repository
    from plano.cli.locked import locked
    from plano.leaving.steps import loose

    try:
        with locked(root):
            uncommitted = loose(root, Repository(root).changed("HEAD"))
            if uncommitted:
                more = f" and {len(uncommitted) - 1} more" if len(uncommitted) > 1 else ""
                click.echo(f"{uncommitted[0]}{more} is not committed. Nothing was written.", err=True)
                click.echo(
                    "Commit or stash first: then 'git diff' shows what ejecting changed, and only that.", err=True
                )
                return 1
            return _all(root, yes, dry_run) if service is None else _one(root, service, yes, dry_run)
    except HistoryError as error:
        click.echo(f"Ejecting needs a commit to come back to: {error}. Nothing was written.", err=True)
        return 1


def _all(root: Path, yes: bool, dry_run: bool) -> int:
    from plano.leaving.steps import begun, leave
    from plano.leaving.wording import summary

    found = _planned(root)
    if found is None:
        return 1
    if not found.edits and not begun(root):
        click.echo(f"Nothing to do: {found.files} files under generated/ are yours already.")
        return 0
    return _ask(summary(found), "Leave Plano?", lambda: leave(root, found), yes, dry_run)


def _one(root: Path, name: str, yes: bool, dry_run: bool) -> int:
    from plano.cli.findings import show
    from plano.leaving.handover import handover
    from plano.leaving.steps import begun, hand_over
    from plano.leaving.wording import service_summary
    from plano.pipeline import build_root

    built = build_root(root)
    if built.tree is None or built.platform is None:
        show(built.diagnostics, root, after="Nothing was written.")
        return 1
    ours = {each.name: each for each in built.platform.services if each.kind == "fastapi"}
    if name not in ours:
        raise click.UsageError(f"no service {name!r} has derived code: {', '.join(ours) or 'there is none'}")
    if ours[name].ejected and not begun(root):
        click.echo(f"Nothing to do: the code of '{name}' is yours already, in {ours[name].home}/.")
        return 0
    found = handover(ours[name], built, root)
    plan, after = found.plan, found.after
    if plan is None or after is None:
        show(found.findings, root, after="Nothing was written.")
        return 1
    if plan.obstacles:
        more = f" and {len(plan.obstacles) - 1} more" if len(plan.obstacles) > 1 else ""
        click.echo(f"{plan.obstacles[0]}{more} is there already. Nothing was written: move it away first.", err=True)
        return 1
    return _ask(service_summary(plan), f"Eject {name}?", lambda: hand_over(root, plan, after), yes, dry_run)


def _ask(summary: Iterable[str], question: str, work: Callable[[], None], yes: bool, dry_run: bool) -> int:
    """Say what changes, and do it where the person wants that; gives the exit code."""
    for line in summary:
        click.echo(line)
    if dry_run:
        click.echo("\nNothing was written.")
        return 0
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("nobody is there to ask: '--yes' does it, '--dry-run' only says what that does")
        if not click.confirm(f"\n{question}"):
            click.echo("Nothing was written.")
            return 1
    work()
    click.echo(
        "\nDone. Next: look at it with 'git diff', run the services' tests, commit. 'git restore .' takes it back."
    )
    return 0


def _planned(root: Path) -> Plan | None:
    """What is to be done; None, and it is said why, where the disk is not what the blueprint says."""
    import datetime

    from plano import __version__
    from plano.cli.findings import show
    from plano.cli.registry import COMMANDS
    from plano.leaving.plan import plan
    from plano.leaving.readiness import unready
    from plano.output.compare import compare
    from plano.pipeline import build_root

    built = build_root(root)
    if built.tree is None:
        show(built.diagnostics, root, after="Nothing was written.")
        return None
    comparison = compare(built.tree, root)
    if built.platform is not None and built.platform.ejected and comparison.changes:
        click.echo("The blueprint says 'ejected' of files that are derived still. Nothing was written.", err=True)
        click.echo("Remove that line: 'plano eject' writes it, once the files are yours.", err=True)
        return None
    obstacles = unready(built.tree, comparison)
    if obstacles:
        show(obstacles, root, after="Nothing was written: what becomes yours must be whole, and of this blueprint.")
        return None
    left = f"{datetime.datetime.now(datetime.UTC).date()}, plano {__version__}"
    return plan(built.tree, comparison, root, tuple(name for _, name, _ in COMMANDS), left)
