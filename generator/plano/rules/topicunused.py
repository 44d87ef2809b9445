"""topic-unpublished and topic-unconsumed: one end of a topic is missing."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.nearest import nearest
from plano.language.places import Places
from plano.rules.findings import warning

CODE = "topic-unpublished"
UNCONSUMED = "topic-unconsumed"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A topic should have someone who publishes it and someone who consumes it; one finding a topic.

    A topic that a misspelt name was meant for has its error there, and none here.
    """
    meant = _meant(blueprint)
    for topic in blueprint.topics:
        if topic in meant:
            continue
        span = places.key(("topics", topic))
        publishers = [name for name, service in blueprint.services.items() if topic in service.publishes]
        consumers = [name for name, service in blueprint.services.items() if topic in service.consumes]
        if consumers and not publishers:
            related = tuple(
                Related("consumed here", places.key(("services", name, "consumes", topic))) for name in consumers
            )
            yield warning(
                CODE, f"nobody publishes topic {topic!r}", span, "", "add it to 'publishes' of a service, or remove it",
                related, f"topic {topic}",
            )  # fmt: skip
        elif not consumers:
            said = f"nobody consumes topic {topic!r}" if publishers else f"nobody publishes or consumes topic {topic!r}"
            yield warning(
                UNCONSUMED, said, span, "", "add it to 'consumes' of a service, or accept it with a reason",
                subject=f"topic {topic}",
            )  # fmt: skip


def _meant(blueprint: Blueprint) -> set[str | None]:
    """The topics that names which no topic has were most likely meant for."""
    used = {topic for service in blueprint.services.values() for topic in (*service.publishes, *service.consumes)}
    return {nearest(name, blueprint.topics) for name in used if name not in blueprint.topics}
