"""`plano promote`: give an environment the release that another one runs."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("service")
@click.option("--from", "source", metavar="ENV", help="where the release is (default: the environment before --to)")
@click.option("--to", "target", metavar="ENV", help="where it goes (default: the environment after --from)")
@click.pass_obj
def command(root: Path, service: str, source: str | None, target: str | None) -> int:
    """Copy the release of SERVICE to the next environment in the blueprint's order, and nothing else.

    One file changes, releases/ENV/SERVICE.yaml: commit it alone, and its review is the review of the promotion.
    Comments in it stay.

    Rollback: revert that commit ('git log releases/ENV/SERVICE.yaml', then 'git revert COMMIT').
    """
    from plano.change.history import HistoryError, Repository
    from plano.cli.findings import show
    from plano.delivery import promotion
    from plano.delivery.files import put, read_file
    from plano.delivery.release import path_of
    from plano.delivery.wording import change, doubts, next_step
    from plano.output.errors import OutputError
    from plano.pipeline import check_root

    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Nothing was written.")
        return 1
    try:
        ours = promotion.service_of(checked.platform, service)
        first, last = promotion.step(checked.platform, source, target)
        repository = Repository(root)
        there, before = (read_file(root, path_of(each.name, service)) for each in (first, last))
        if broken := [each for file in (there, before) if file is not None for each in file.diagnostics]:
            show(broken, root, after="Nothing was written.")
            return 1
        loose = path_of(first.name, service) in Repository(root).changed("HEAD")
        old = before.release if before else None
        release = promotion.promoted(service, first.name, last.name, there.release if there else None, old)
        put(root, path_of(last.name, service), release, before)
    except (promotion.UnknownName, HistoryError) as error:
        raise click.UsageError(str(error)) from None
    except (promotion.Refused, OutputError) as error:
        click.echo(f"Nothing was written: {error}.", err=True)
        return 1
    click.echo(change(ours, last, old, release, repository))
    click.echo(next_step(ours, last))
    if loose:
        click.echo(f"warning: the release in {first.name} is not committed, so that it does not run there", err=True)
    for doubt in doubts(ours, last, release, repository):
        click.echo(f"warning: {doubt}", err=True)
    return 0
