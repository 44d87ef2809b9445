"""`plano generate`: make the disk what the blueprint says."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.output.compare import Comparison
    from plano.output.tree import Tree
    from plano.platform.model import Platform


@click.command()
@click.option(
    "--force", is_flag=True, help="overwrite derived files that were edited by hand, and what is in their way"
)
@click.option("--only", metavar="SERVICE", help="write what lies in the folders of this service, and nothing else")
@click.option("--watch", is_flag=True, help="go on, and generate after every save, until Ctrl-C")
@click.pass_obj
def command(root: Path, force: bool, only: str | None, watch: bool) -> int:
    """Write what is derived from the blueprint, and say what changed, was added or went.

    Files that you own are written once and never touched again. Derived files that were edited by hand are
    refused, with their diff; nothing is written then.
    """
    from plano.cli.unchanged import nothing_to_do
    from plano.output.lock import LockedError, writing

    if watch:
        if force:
            raise click.UsageError("'--watch' never forces: it would overwrite each edit by hand as it is saved")
        if only:
            raise click.UsageError("'--watch' follows the whole blueprint: leave '--only' out")
        from plano.cli.watching import watch as follow

        return follow(root.resolve())
    started = time.perf_counter()
    if not force and not only and nothing_to_do(root):
        return 0
    try:
        with writing(root):
            return _generate(root, force, only, started)
    except LockedError as error:
        click.echo(f"another plano writes here (process {error.owner}): wait for it to end", err=True)
        return 1


def _generate(root: Path, force: bool, only: str | None, started: float) -> int:
    from plano.cli.findings import show
    from plano.cli.summary import changes, closing
    from plano.cli.unchanged import seen, seen_renderer
    from plano.cli.unwritten import lines
    from plano.diagnostics.model import Severity
    from plano.diagnostics.text import summary
    from plano.output import cache
    from plano.output.compare import compare
    from plano.output.findings import counted
    from plano.output.index import INDEX_NAME
    from plano.output.stamp import forget, remember
    from plano.output.write import write
    from plano.pipeline import build_root

    before, renderer = seen(root), seen_renderer(root)
    rendered = cache.read(root, renderer)
    built = build_root(root, rendered)
    if built.tree is None or built.platform is None:
        show(built.diagnostics, root, after="Nothing was written.")
        return 1
    whole = compare(built.tree, root)
    comparison = _of_service(whole, built.platform, only) if only else whole
    if _is_blocked(built.tree, comparison, root, force):
        return 1
    said = summary(built.diagnostics)
    show((each for each in built.diagnostics if each.severity is not Severity.NOTE), root, after=None)
    forget(root)
    written = write(built.tree, comparison, root)
    keys = {file.key: file.fingerprint for file in built.tree.files.values() if file.key}
    if keys != rendered:
        cache.write(root, renderer, keys)
    missing = lines(built.platform, root)
    if not missing and not only:
        folders = {file.folder for file in built.tree.files.values() if not file.once}
        paths = (*built.tree.files, *(f"{folder}/{INDEX_NAME}" for folder in folders))
        remember(root, before, paths, len(built.tree.files), said)
    for line in (*changes(built.tree, written), *missing):
        click.echo(line)
    if said:
        click.echo(f"{said} plano check shows them.", err=True)
    if left := len(whole.changes) - len(comparison.changes):
        click.echo(f"{counted(left, 'other file')} not as the blueprint says: plano generate writes them.", err=True)
    click.echo(closing(len(built.tree.files), written, time.perf_counter() - started))
    return 0


def _of_service(whole: Comparison, platform: Platform, name: str) -> Comparison:
    """What differs in the folders that are of this service alone."""
    from plano.cli.services import chosen

    (service,) = chosen(platform, name)
    return whole.within(f"generated/services/{service.name}", f"services/{service.package}")


def _is_blocked(tree: Tree, comparison: Comparison, root: Path, force: bool) -> bool:
    """Whether something stands in the way of writing; then it is shown, edits by hand with their diff."""
    from plano.cli.findings import show
    from plano.output.findings import edit_diff, obstacles
    from plano.output.write import refused

    blocked = [change for change in refused(comparison) if not force or change.on_disk is None]
    if blocked:
        show(obstacles(tree, blocked), root, after="Nothing was written.")
    for difference in filter(None, (edit_diff(tree, change) for change in blocked)):
        click.echo(difference, err=True)
    return bool(blocked)
