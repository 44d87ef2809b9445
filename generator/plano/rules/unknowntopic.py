"""unknown-topic: a service publishes or consumes a topic that is not declared."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import in_service, unknown

CODE = "unknown-topic"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Every topic that `publishes` or `consumes` names must stand under `topics`."""
    known = [(topic, ("topics", topic)) for topic in blueprint.topics]
    for name, service in blueprint.services.items():
        wrong = [(topic, "publishes", places.value(("services", name, "publishes", at)))
                 for at, topic in enumerate(service.publishes) if topic not in blueprint.topics]  # fmt: skip
        wrong += [(topic, "consumes", places.key(("services", name, "consumes", topic)))
                  for topic in service.consumes if topic not in blueprint.topics]  # fmt: skip
        for topic, verb, span in wrong:
            yield unknown(
                CODE, f"service {name!r} {verb} a topic that does not exist", span, "no topic has this name",
                topic, known, places, otherwise=f"declare it: 'topics: {{{topic}: {{fields: …}}}}'",
                related=in_service(name, places), subject=f"service {name}",
            )  # fmt: skip
