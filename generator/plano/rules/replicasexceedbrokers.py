"""replicas-exceed-brokers: more copies of a partition than there are brokers to keep them."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint, KafkaOverride
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "replicas-exceed-brokers"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A topic's `replicas` are at most the brokers of the smallest Kafka of ours; what is there already knows itself.

    No broker keeps two copies of one partition, and Kafka refuses such a topic (INVALID_REPLICATION_FACTOR).
    """
    smallest = _smallest(blueprint)
    if smallest is None:
        return
    brokers, environment, written = smallest
    declared = places.value(written) if places.has(written) else places.key(written[:-1])
    for name, topic in blueprint.topics.items():
        if topic.replicas is not None and topic.replicas > brokers:
            yield error(
                CODE, f"topic {name!r} wants {topic.replicas} copies of each partition, and {environment!r} has "
                f"{_brokers(brokers)}", places.value(("topics", name, "replicas")),
                "each copy is on a broker of its own",
                f"lower 'replicas' to {brokers}, or raise 'brokers' to {topic.replicas}",
                (Related(_brokers(brokers), declared),), f"topic {name}",
            )  # fmt: skip


def _smallest(blueprint: Blueprint) -> tuple[int, str, Path] | None:
    """The fewest brokers of any environment whose Kafka is ours, whose they are, and where that is said."""
    kafka = blueprint.systems.kafka
    if kafka is None:
        return None
    found: list[tuple[int, str, Path]] = []
    for name, options in blueprint.environments.items():
        override = options.systems.kafka or KafkaOverride()
        if kafka.bootstrap or override.bootstrap:
            continue
        here: Path = ("environments", name, "systems", "kafka", "brokers")
        own = override.brokers is not None
        found.append((override.brokers or kafka.brokers, name, here if own else ("systems", "kafka", "brokers")))
    return min(found, key=lambda each: each[0], default=None)


def _brokers(number: int) -> str:
    return f"{number} broker" + ("" if number == 1 else "s")
