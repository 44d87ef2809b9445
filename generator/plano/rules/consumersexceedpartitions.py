"""consumers-exceed-partitions: some members of a consumer group could never get a partition."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint, ConsumersDecl, ServiceDecl
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "consumers-exceed-partitions"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """`consumers.max` × `concurrency` is at most the partitions, in every environment; the worst topic is shown."""
    for name, service in blueprint.services.items():
        yield from _one(blueprint, places, name, service, service.consumers, ("services", name))
        for environment, options in blueprint.environments.items():
            override = options.services.get(name)
            if override is not None and override.consumers.model_fields_set:
                merged = ConsumersDecl(
                    min=override.consumers.min or service.consumers.min,
                    max=override.consumers.max or service.consumers.max,
                )
                at: Path = ("environments", environment, "services", name)
                yield from _one(blueprint, places, name, service, merged, at)


def _one(
    blueprint: Blueprint, places: Places, name: str, service: ServiceDecl, consumers: ConsumersDecl, at: Path
) -> Iterator[Diagnostic]:
    most = consumers.max or consumers.min or 1
    excess = {
        topic: most * options.concurrency - blueprint.topics[topic].partitions
        for topic, options in service.consumes.items()
        if topic in blueprint.topics
    }
    topic = max(excess, key=lambda known: excess[known], default=None)
    if topic is None or excess[topic] <= 0:
        return
    concurrency = service.consumes[topic].concurrency
    partitions = blueprint.topics[topic].partitions
    key = "max" if consumers.max is not None else "min"
    path: Path = (*at, "consumers", key)
    if not places.has(path):
        path = ("services", name, "consumes", topic, "concurrency")
    declared: Path = ("topics", topic, "partitions")
    place = places.value(declared) if places.has(declared) else places.key(("topics", topic))
    total = most * concurrency
    lower = partitions // concurrency
    ways = f"raise 'partitions' to {total}" + (f", or lower 'max' to {lower}" if lower else ", or lower 'concurrency'")
    yield error(
        CODE, f"{excess[topic]} of the {total} consumers of {topic!r} in {name!r} would have nothing to do",
        places.value(path), f"up to {_some(most, 'replica')} with {_some(concurrency, 'consumer')} each",
        f"{ways}. Partitions can be raised later, never lowered.",
        (Related(f"{_some(partitions, 'partition')}, so at most {_some(partitions, 'consumer')} in a group", place),),
        f"service {name}",
    )  # fmt: skip


def _some(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
