"""`plano mails`: what the catcher kept."""

from __future__ import annotations

from pathlib import Path

import click

from plano.cli.environment import environment_option


@click.command()
@environment_option("the environment")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line, with bodies and Message-IDs")
@click.pass_obj
def command(root: Path, environment: str, as_json: bool) -> int:
    """List the mails that services sent, oldest first."""
    import json

    from plano.local.mailcatcher import lines_of

    file = lines_of(root / ".plano" / environment / "mails")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for line in lines:
        mail = json.loads(line)
        shown = f"{mail['received'][:19]}  {', '.join(mail['to']):<32}  {mail['subject']}"
        click.echo(line if as_json else shown)
    if not lines and not as_json:
        click.echo("no mails yet")
    return 0
