"""`plano doctor`: what this machine lacks."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="of the gateway")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="for a person or a program")
@click.pass_obj
def command(root: Path, port: int, form: str) -> int:
    """Say what this machine has for each command, and what to install where it lacks something.

    Exit code 1 where something is missing that a command needs whatever its options.
    """
    import json
    from dataclasses import asdict

    from plano.local.examination import examine
    from plano.pipeline import check_root

    found = examine(check_root(root).platform, port)
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
    else:
        for each in found:
            word = "ok" if each.here else "lacks" if each.needed else "without"
            click.echo(f"  {word:<9}{each.name:<17}{each.found}" + ("" if each.here else f"   (for: {each.wanted_by})"))
    return 0 if all(each.here or not each.needed for each in found) else 1
