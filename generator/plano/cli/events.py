"""`plano events tail TOPIC`: a topic from its beginning."""

from __future__ import annotations

from pathlib import Path

import click

from plano.cli.environment import environment_option
from plano.cli.group import Group


@click.group(cls=Group)
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
    from plano.local.tailing import NoTopicError, follow

    def waiting() -> None:
        click.echo(f"waiting for messages of '{topic}'; Ctrl-C ends", err=True)

    try:
        state = states.running(root, environment)
        for number, event in enumerate(follow(state.kafka, topic, waiting, stop_at_end=end), 1):
            if as_json:
                click.echo(json.dumps(event, ensure_ascii=False))
            else:
                headers = event["headers"]
                at = headers.get("ce_time", "") if isinstance(headers, dict) else ""
                click.echo(f"{at}  {event['key']}  {json.dumps(event['payload'], ensure_ascii=False)}")
            if number == count:
                break
    except NoTopicError as error:
        click.echo(f"{error}: {_meant(root, topic)}", err=True)
        return 1
    except LocalError as error:
        click.echo(str(error), err=True)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _meant(root: Path, topic: str) -> str:
    """What to do where the broker has no topic of this name, as far as the blueprint tells."""
    from plano.emitters.contracts.brokertopics import broker_topics
    from plano.language.nearest import nearest
    from plano.pipeline import check_root

    platform = check_root(root).platform
    known = {each.name: each.kind for each in broker_topics(platform)} if platform else {}
    if topic in known:
        return "its first message makes it"
    if near := nearest(topic, known):
        return f"did you mean '{near}'?"
    declared = ", ".join(name for name, kind in known.items() if kind == "topic")
    return f"the blueprint has {declared or 'none'}"
