"""`plano stub`: append the handlers that are missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.platform.model import Platform


@click.command()
@click.argument("service", required=False)
@click.pass_obj
def command(root: Path, service: str | None) -> int:
    """Append the missing handlers of SERVICE, or of all, to services/<name>/handlers.py.

    Each has its typed signature and answers 501 until you write it. What is there stays as it is.
    """
    from plano.cli.findings import show
    from plano.cli.locked import locked
    from plano.pipeline import check_root

    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Nothing was written.")
        return 1
    with locked(root):
        total = _append(checked.platform, root, service)
    if not total:
        click.echo("Nothing is missing.")
    return 0


def _append(platform: Platform, root: Path, service: str | None) -> int:
    """Append what is missing of one service, or of all; gives how many handlers."""
    from plano.cli.services import chosen
    from plano.emitters.fastapi.handlers import missing, stubbed
    from plano.output.findings import counted
    from plano.output.write import replace
    from plano.overriding.reading import read
    from plano.overriding.writing import insist_on_place

    found, overrides = missing(platform, root), read(root).overrides
    total = 0
    for each in chosen(platform, service):
        wanted = [handler for handler in found if handler.service == each.name]
        for path in dict.fromkeys(handler.path for handler in wanted):
            names = tuple(handler.handler for handler in wanted if handler.path == path)
            insist_on_place(root, path)
            replace(root / path, stubbed(each, _written(root, path), names, overrides).encode())
            click.echo(f"{each.name:<12}{counted(len(names), 'handler'):<14}{path}: {', '.join(names)}")
            total += len(names)
    return total


def _written(root: Path, path: str) -> str:
    """What stands in a file of the user's, with its own ends of lines; OutputError where it is no UTF-8."""
    from plano.output.disk import Disk
    from plano.output.errors import OutputError

    try:
        return (Disk(root).read(path) or b"").decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise OutputError(f"{path}:{line}", "it is not UTF-8, and handlers are; save it as UTF-8", "read") from None
