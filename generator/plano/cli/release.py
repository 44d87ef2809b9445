"""`plano release`: write which commit and image of a service an environment runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.platform.model import Environment, Service


@click.command()
@click.argument("service")
@click.option("--to", "target", required=True, metavar="ENV", help="the environment that it is released to")
@click.option("--digest", required=True, metavar="sha256:…", help="the image, as the build that pushed it printed it")
@click.option("--commit", "revision", metavar="REV", help="the commit that the image was built from (default: HEAD)")
@click.pass_obj
def command(root: Path, service: str, target: str, digest: str, revision: str | None) -> int:
    """Write releases/ENV/SERVICE.yaml, and nothing else.

    Argo CD renders the chart and the values of that commit, with the image of that digest. Without --commit it is
    HEAD, and nothing of the service may be uncommitted then.

    Rollback: revert the commit of the release ('git log releases/ENV/SERVICE.yaml', then 'git revert COMMIT').
    """
    from plano.change.history import HistoryError, Repository
    from plano.cli.findings import show
    from plano.delivery import promotion
    from plano.delivery.files import put, read_file
    from plano.delivery.release import DIGEST, Release, path_of
    from plano.delivery.wording import change, doubts, next_step
    from plano.output.errors import OutputError
    from plano.pipeline import check_root

    checked = check_root(root)
    platform = checked.platform
    if platform is None:
        show(checked.diagnostics, root, after="Nothing was written.")
        return 1
    if not DIGEST.fullmatch(digest):
        raise click.UsageError(f"'{digest}' is no digest: it is 'sha256:' and 64 of 0-9 and a-f")
    path = path_of(target, service)
    try:
        ours = promotion.service_of(platform, service)
        environment = promotion.environment_of(platform, target)
        repository = Repository(root)
        release = Release(repository.resolve(revision or "HEAD"), digest)
        if revision is None:
            _all_committed(root, ours, environment)
        before = read_file(root, path)
        if before is not None and before.release is None:
            show(before.diagnostics, root, after=f"Nothing was written: mend {path}, or remove it.")
            return 1
        changed = put(root, path, release, before)
    except (promotion.UnknownName, HistoryError) as error:
        raise click.UsageError(str(error)) from None
    except (promotion.Refused, OutputError) as error:
        click.echo(f"Nothing was written: {error}.", err=True)
        return 1
    if changed:
        click.echo(change(ours, environment, before.release if before else None, release, repository))
        click.echo(next_step(ours, environment))
    else:
        click.echo(f"Nothing to write: '{service}' has this release in {target}.")
    for doubt in doubts(ours, environment, release, repository):
        click.echo(f"warning: {doubt}", err=True)
    return 0


def _all_committed(root: Path, service: Service, environment: Environment) -> None:
    """Refused where the disk has something of the service that HEAD has not: the person may believe it is in."""
    from plano.change.history import Repository
    from plano.delivery.content import carries
    from plano.delivery.promotion import Refused

    loose = [path for path in Repository(root).changed("HEAD") if carries(path, service, environment.name)]
    if loose:
        more = f" and {len(loose) - 1} more" if len(loose) > 1 else ""
        raise Refused(
            f"{loose[0]}{more} is not committed, so that no commit has it; "
            "commit it, or say --commit HEAD to release without it"
        )
