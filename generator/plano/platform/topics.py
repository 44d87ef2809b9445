"""Topics: who writes and reads each, and how it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from plano.language.blueprint import Blueprint, TopicDecl
from plano.platform.fields import FieldPool, mentioned, reached
from plano.platform.model import Field, Topic, ValueType
from plano.platform.names import pascal

_REPLICAS = 3


def topics(blueprint: Blueprint, types: Mapping[str, ValueType], pool: FieldPool) -> dict[str, Topic]:
    """Every topic by its name, in the blueprint's order."""
    publishers: dict[str, list[str]] = {name: [] for name in blueprint.topics}
    consumers: dict[str, list[str]] = {name: [] for name in blueprint.topics}
    for service, decl in blueprint.services.items():
        for topic in decl.publishes:
            publishers[topic].append(service)
        for topic in decl.consumes:
            consumers[topic].append(service)
    kafka = blueprint.systems.kafka
    replicas = min(_REPLICAS, kafka.brokers) if kafka and not kafka.bootstrap else _REPLICAS
    return {
        name: _topic(
            name, decl, pool.fields(decl.fields), types, replicas, tuple(publishers[name]), tuple(consumers[name])
        )
        for name, decl in blueprint.topics.items()
    }


def _topic(
    name: str,
    decl: TopicDecl,
    held: tuple[Field, ...],
    types: Mapping[str, ValueType],
    replicas: int,
    publishers: tuple[str, ...],
    consumers: tuple[str, ...],
) -> Topic:
    return Topic(
        name=name,
        symbol=pascal(name),
        description=decl.description,
        key=decl.key,
        partitions=decl.partitions,
        replicas=decl.replicas or replicas,
        retention=None if decl.retention is None else max(1, round(decl.retention)),
        compact=decl.compact,
        compatibility=decl.compatibility,
        fields=held,
        types=reached(mentioned(held), types),
        publishers=publishers,
        consumers=consumers,
    )
