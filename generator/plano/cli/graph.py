"""`plano graph`: the platform as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.platform.model import Environment, Platform, Topic

_PICTURES = ("topology", "flow", "deployment")


@click.command()
@click.argument("picture", type=click.Choice(_PICTURES), default="topology")
@click.argument("topic", required=False)
@click.option("--env", "environment", metavar="NAME", help="which environment's deployment (default: the last)")
@click.pass_obj
def command(root: Path, picture: str, topic: str | None, environment: str | None) -> int:
    """Print a picture as Mermaid: the topology, the flow of TOPIC, or an environment's deployment.

    Markdown viewers show it between ```mermaid and ```.
    """
    from plano.cli.findings import show
    from plano.graph.mermaid import refused
    from plano.pipeline import check_root

    if (picture == "flow") != (topic is not None):
        wrong = "needs a topic: 'plano graph flow TOPIC'" if topic is None else "takes no topic"
        raise click.UsageError(f"the picture '{picture}' {wrong}")
    if environment is not None and picture != "deployment":
        raise click.UsageError(f"the picture '{picture}' is the same in every environment: leave '--env' out")
    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Nothing was drawn.")
        return 1
    text = _drawn(checked.platform, picture, topic, environment)
    click.echo(text, nl=False)
    for sentence in refused(text):
        click.echo(sentence, err=True)
    return 0


def _drawn(platform: Platform, picture: str, topic: str | None, environment: str | None) -> str:
    from plano.graph.deployment import deployment
    from plano.graph.flow import flow
    from plano.graph.topology import topology

    if picture == "deployment":
        return deployment(platform, _environment(platform, environment))
    if topic is not None:
        return flow(platform, _topic(platform, topic))
    return topology(platform)


def _topic(platform: Platform, name: str) -> Topic:
    for topic in platform.topics:
        if topic.name == name:
            return topic
    raise _unknown("topic", name, [each.name for each in platform.topics])


def _environment(platform: Platform, name: str | None) -> Environment:
    if name is None:
        return platform.environments[-1]
    for environment in platform.environments:
        if environment.name == name:
            return environment
    raise _unknown("environment", name, [each.name for each in platform.environments])


def _unknown(what: str, name: str, known: list[str]) -> click.UsageError:
    from plano.language.nearest import nearest

    near = nearest(name, known)
    hint = f"did you mean '{near}'?" if near else f"there are {', '.join(known) or 'none'}"
    return click.UsageError(f"the blueprint has no {what} '{name}': {hint}")
