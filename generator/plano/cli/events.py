"""`plano events tail TOPIC`: a topic from its beginning."""

from __future__ import annotations

from pathlib import Path

import click

from plano.cli.environment import environment_option


@click.group()
def command() -> None:
    """See what is on the local platform's topics."""


@command.command()
@click.argument("topic")
@environment_option("the environment")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line, headers included")
@click.option("--count", type=click.IntRange(min=1), help="end after so many")
@click.option("--end", is_flag=True, help="end where the topic ends now, instead of following")
@click.pass_obj
def tail(root: Path, topic: str, environment: str, as_json: bool, count: int | None, end: bool) -> int:
    """Print every event of TOPIC from the beginning, then follow it until Ctrl-C."""
    import json

    from plano.local import state as states
    from plano.local.errors import LocalError
    from plano.local.tailing import follow

    try:
        state = states.running(root, environment)
        for number, event in enumerate(follow(state.kafka, topic, stop_at_end=end), 1):
            if as_json:
                click.echo(json.dumps(event, ensure_ascii=False))
            else:
                headers = event["headers"]
                at = headers.get("ce_time", "") if isinstance(headers, dict) else ""
                click.echo(f"{at}  {event['key']}  {json.dumps(event['payload'], ensure_ascii=False)}")
            if number == count:
                break
    except LocalError as error:
        click.echo(str(error), err=True)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0
