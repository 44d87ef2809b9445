"""retention-with-compact: two keys that say how long messages are kept, and disagree."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "retention-with-compact"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A compacted topic keeps the last message of each key for ever."""
    for name, topic in blueprint.topics.items():
        if topic.compact and topic.retention is not None:
            yield error(
                CODE, f"topic {name!r} keeps the last message of each key for ever, and all messages for a time",
                places.key(("topics", name, "retention")), "", "remove one of 'retention' and 'compact'",
                (Related("compacted here", places.key(("topics", name, "compact"))),), f"topic {name}",
            )  # fmt: skip
