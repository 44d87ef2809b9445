"""type-unused: a value object that nothing holds."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.places import Places
from plano.platform.fields import mentioned
from plano.platform.model import Platform
from plano.rules.findings import warning

CODE = "type-unused"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """A type is held by a topic, by something of a service, or by another type; where that is unused, it alone is
    said. Only a platform without errors can tell: a misspelt name might have meant the type.
    """
    used = {kind.name for topic in platform.topics for kind in topic.types}
    used |= {kind.name for service in platform.services for kind in service.types}
    for kind in platform.types:
        used |= set(mentioned(kind.fields)) - {kind.name}
    for kind in platform.types:
        if kind.name not in used:
            yield warning(
                CODE, f"nothing holds the type {kind.name!r}", places.key(("types", kind.name)), "",
                "use it in a topic, an entity or an operation, or remove it", subject=f"type {kind.name}",
            )  # fmt: skip
