"""`plano mails`: what the catcher kept."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--env", "environment", default="local", show_default=True, help="the environment")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line, with bodies and Message-IDs")
@click.pass_obj
def command(root: Path, environment: str, as_json: bool) -> int:
    """List the mails that services sent, oldest first."""
    import json

    file = root / ".plano" / environment / "mails.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for line in lines:
        mail = json.loads(line)
        shown = f"{mail['received'][:19]}  {', '.join(mail['to']):<32}  {mail['subject']}"
        click.echo(line if as_json else shown)
    if not lines and not as_json:
        click.echo("no mails yet")
    return 0
