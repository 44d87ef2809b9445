"""`plano schema`: the language's JSON Schema, for editors."""

from __future__ import annotations

import click


@click.command()
def command() -> int:
    """Print the JSON Schema of blueprint.yaml; schemas/blueprint.schema.json is this text."""
    from plano.language.schema import schema_text

    click.echo(schema_text(), nl=False)
    return 0
