"""`plano schema`: the language's JSON Schema, for editors, and its reference page."""

from __future__ import annotations

import click


@click.command()
@click.option("--markdown", is_flag=True, help="Print the reference page instead; docs/language.md is this text.")
def command(markdown: bool) -> int:
    """Print the JSON Schema of blueprint.yaml; schemas/blueprint.schema.json is this text."""
    if markdown:
        from plano.language.reference import reference_text

        click.echo(reference_text(), nl=False)
        return 0
    from plano.language.schema import schema_text

    click.echo(schema_text(), nl=False)
    return 0
