"""`plano generate`: make the disk what the blueprint says."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.output.compare import Change, Comparison
    from plano.output.tree import Tree
    from plano.platform.model import Platform


@dataclass(frozen=True, slots=True)
class Edits:
    """What becomes of derived files that were edited by hand, and of what is in their way."""

    force: bool
    keep: bool

    def blocked(self, comparison: Comparison) -> tuple[Change, ...]:
        """What is not to be written; a folder or a link in the way is not, whatever was asked for."""
        from plano.output.write import refused

        return tuple(change for change in refused(comparison) if not self.force or change.on_disk is None)


@click.command()
@click.option(
    "--force", is_flag=True, help="overwrite derived files that were edited by hand, and files that are in their way"
)
@click.option(
    "--keep-edits", is_flag=True, help="write all but derived files that were edited by hand; exit code 1 where any is"
)
@click.option("--only", metavar="SERVICE", help="write what lies in the folders of this service, and nothing else")
@click.option("--watch", is_flag=True, help="go on, and generate after every save, until Ctrl-C")
@click.pass_obj
def command(root: Path, force: bool, keep_edits: bool, only: str | None, watch: bool) -> int:
    """Write what is derived from the blueprint, and say what changed, was added or went.

    Files that you own are written once and never touched again. Derived files that were edited by hand are
    refused, with their diff; nothing is written then, and the exit code is 1. A folder or a link in the way of a
    file is refused whatever is asked for.
    """
    from plano.cli.locked import locked
    from plano.collection import no_collection

    if watch:
        if force:
            raise click.UsageError("'--watch' never forces: it would overwrite each edit by hand as it is saved")
        if only or keep_edits:
            raise click.UsageError(
                "'--watch' follows the whole blueprint and stops at edits: leave the other options out"
            )
        from plano.cli.watching import watch as follow

        return follow(root.resolve())
    if force and keep_edits:
        raise click.UsageError("'--force' overwrites edits by hand and '--keep-edits' keeps them: give one of them")
    started = time.perf_counter()
    with locked(root), no_collection():
        return _generate(root, Edits(force, keep_edits), only, started)


def _generate(root: Path, edits: Edits, only: str | None, started: float) -> int:
    from plano.cli.findings import show
    from plano.cli.summary import changes, closing
    from plano.cli.unchanged import plugged, seen, seen_renderer
    from plano.cli.unwritten import lines, migrations
    from plano.diagnostics.model import Severity
    from plano.diagnostics.text import summary
    from plano.output import cache, stamp
    from plano.output.compare import compare
    from plano.output.findings import counted
    from plano.output.index import INDEX_NAME
    from plano.output.write import write
    from plano.pipeline import build_root

    before, renderer = seen(root), seen_renderer(root)
    known = cache.read(root, renderer)
    built = build_root(root, known)
    if built.tree is None or built.platform is None:
        show(built.diagnostics, root, after="Nothing was written.")
        return 1
    whole = compare(built.tree, root, stamp.read(root))
    comparison = _of_service(whole, built.platform, only) if only else whole
    blocked = edits.blocked(comparison)
    _show_blocked(built.tree, blocked, root, kept=edits.keep)
    if blocked and not edits.keep:
        return 1
    comparison = comparison.without(blocked)
    said = summary(built.diagnostics)
    show((each for each in built.diagnostics if each.severity is not Severity.NOTE), root, after=None)
    stamp.forget(root)
    written = write(built.tree, comparison, root)
    made = cache.rows(built.tree.files.values(), known)
    still = seen(root) == before  # else something was saved meanwhile, and nobody knows which version was read
    if still and made != known:
        cache.write(root, renderer, made)
    missing, needed = lines(built.platform, root), migrations(built.platform, root)
    settled = still and not missing and len(comparison.changes) == len(whole.changes)
    looks = {**whole.looks, **written.looks}
    revisions = (path for each, _ in needed for path in each.looked_at)
    indexes = (f"{folder}/{INDEX_NAME}" for folder in built.tree.hashes)
    beside = (*indexes, *whole.folders, *written.folders, *revisions, *plugged(root))
    again = f"{said} {counted(len(needed), 'migration')} needed.".lstrip() if needed else said
    stamp.remember(root, stamp.Stamp(before if settled else "", looks, len(built.tree.files), again), beside)
    for report in (*changes(built.tree, written), *missing, *(line for _, line in needed)):
        click.echo(report)
    if said:
        click.echo(f"{said} plano check shows them.", err=True)
    if left := len(whole.changes) - len(comparison.changes) - len(blocked):
        click.echo(f"{counted(left, 'other file')} not as the blueprint says: plano generate writes them.", err=True)
    click.echo(closing(len(built.tree.files), written, time.perf_counter() - started))
    return 1 if blocked else 0


def _of_service(whole: Comparison, platform: Platform, name: str) -> Comparison:
    """What differs in the folders that are of this service alone."""
    from plano.cli.services import chosen

    (service,) = chosen(platform, name)
    return whole.within(f"generated/services/{service.name}", f"services/{service.package}")


def _show_blocked(tree: Tree, blocked: tuple[Change, ...], root: Path, *, kept: bool) -> None:
    """What stands in the way of writing, edits by hand with their diff."""
    from plano.cli.findings import show
    from plano.diagnostics.sourceline import safe
    from plano.output.findings import edit_diff, obstacles

    if blocked:
        show(obstacles(tree, blocked), root, after="These stay as they are." if kept else "Nothing was written.")
    for difference in filter(None, (edit_diff(tree, change) for change in blocked)):
        click.echo(safe(difference), err=True)
