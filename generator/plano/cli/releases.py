"""`plano releases`: what runs where, and how far behind it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.delivery.standing import Standing


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="for a person or a program")
@click.pass_obj
def command(root: Path, form: str) -> int:
    """List the release of each service in each environment: its commit, how far behind that is, and its age.

    The first environment is compared with HEAD, the others with the first; only commits that change the service's
    image, its values or the chart count. The age is that of the commit of the release file. Exit code 1 where a
    release file is wrong.

    Rollback: revert the commit of a release ('git log releases/ENV/SERVICE.yaml', then 'git revert COMMIT').
    """
    import json
    import time

    from plano.change.history import HistoryError, Repository
    from plano.cli.findings import show
    from plano.delivery.files import find
    from plano.delivery.standing import standings
    from plano.pipeline import check_root, has_errors

    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Nothing was compared.")
        return 1
    found = find(root, checked.platform)
    try:
        rows = list(standings(checked.platform, found.releases, Repository(root)))
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        click.echo(json.dumps([_entry(row) for row in rows], indent=2))
    elif found.releases:
        for line in _table(rows, int(time.time())):
            click.echo(line)
    else:
        first = checked.platform.environments[0].name
        click.echo(f"Nothing is released yet. Next: plano release SERVICE --to {first} --digest sha256:…")
    show(found.diagnostics, root)
    return 1 if has_errors(found.diagnostics) else 0


def _table(rows: Iterable[Standing], now: int) -> Iterator[str]:
    """The lines for a person: a service's name stands in its first line alone."""
    from plano.delivery.release import SHORT
    from plano.delivery.wording import age, distance

    cells = [("service", "environment", "commit", "behind", "age")]
    last = ""
    for row in rows:
        commit = row.release.commit[:SHORT] if row.release else "-"
        when = age(row.since, now) if row.release else "-"
        cells.append((row.service if row.service != last else "", row.environment, commit, distance(row), when))
        last = row.service
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    for line in cells:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()


def _entry(row: Standing) -> dict[str, object]:
    """A row for a program; times are RFC 3339 in UTC."""
    import datetime

    since = None if row.since is None else datetime.datetime.fromtimestamp(row.since, datetime.UTC)
    return {
        "service": row.service,
        "environment": row.environment,
        "commit": row.release.commit if row.release else None,
        "digest": row.release.digest if row.release else None,
        "against": row.against,
        "behind": row.behind,
        "ahead": row.ahead,
        "since": since.isoformat().replace("+00:00", "Z") if since else None,
    }
