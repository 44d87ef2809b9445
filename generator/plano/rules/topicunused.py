"""topic-unpublished and topic-unconsumed: one end of a topic is missing."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.nearest import nearest
from plano.language.places import Path, Places
from plano.rules.findings import warning

CODE = "topic-unpublished"
UNCONSUMED = "topic-unconsumed"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A topic should have someone who publishes it and someone who consumes it; one finding a topic.

    A topic that a misspelt name was meant for has its error there, and none here.
    """
    published = {topic for service in blueprint.services.values() for topic in service.publishes}
    consumers: dict[str, list[str]] = {}
    for name, service in blueprint.services.items():
        for topic in service.consumes:
            consumers.setdefault(topic, []).append(name)
    meant = {nearest(name, blueprint.topics) for name in published | consumers.keys() if name not in blueprint.topics}
    for topic in blueprint.topics:
        if topic in meant:
            continue
        at: Path = ("topics", topic)
        if topic not in consumers:
            ends = "publishes or consumes" if topic not in published else "consumes"
            yield warning(
                UNCONSUMED, f"nobody {ends} topic {topic!r}", places.key(at), "",
                "add it to 'consumes' of a service, or accept it with a reason", subject=f"topic {topic}",
            )  # fmt: skip
        elif topic not in published:
            related = tuple(
                Related("consumed here", places.key(("services", name, "consumes", topic))) for name in consumers[topic]
            )
            yield warning(
                CODE, f"nobody publishes topic {topic!r}", places.key(at), "",
                "add it to 'publishes' of a service, or remove it", related, f"topic {topic}",
            )  # fmt: skip
