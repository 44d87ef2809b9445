"""What each service may do on the broker: exactly what it declares, and what its kit does for that.

Write on a topic also lets an idempotent producer begin (KIP-679, Kafka 3.0), so nobody needs a right on the cluster.
Read and Write imply Describe (Apache Kafka, "Authorization and ACLs"); it is written out for whoever reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plano.platform.model import Consumption, Service

Operation = Literal["Describe", "Read", "Write"]


@dataclass(frozen=True, slots=True)
class Right:
    """Operations that are allowed on one topic or one consumer group, by its exact name."""

    kind: Literal["group", "topic"]
    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class User:
    """A service as the broker knows it; `rights` are sorted."""

    name: str
    rights: tuple[Right, ...]


def users(services: tuple[Service, ...]) -> tuple[User, ...]:
    """A user for each service that publishes or consumes, in the blueprint's order."""
    return tuple(User(each.name, rights(each)) for each in services if each.publishes or each.consumes)


def rights(service: Service) -> tuple[Right, ...]:
    """Each topic and each group once, sorted, with every operation that some part of the service needs."""
    needed: dict[tuple[Literal["group", "topic"], str], set[Operation]] = {}
    for kind, name, operation in _needs(service):
        needed.setdefault((kind, name), {"Describe"}).add(operation)
    return tuple(Right(kind, name, tuple(sorted(needed[kind, name]))) for kind, name in sorted(needed))


def _needs(service: Service) -> Iterator[tuple[Literal["group", "topic"], str, Operation]]:
    for topic in service.publishes:
        yield "topic", topic.name, "Write"
    for consumption in service.consumes:
        yield from _consumption(consumption)


def _consumption(consumption: Consumption) -> Iterator[tuple[Literal["group", "topic"], str, Operation]]:
    yield "topic", consumption.topic.name, "Read"
    yield "group", consumption.group, "Read"
    yield "topic", consumption.dead_topic, "Write"
    if consumption.retry_topic is not None:
        yield "topic", consumption.retry_topic, "Read"
        yield "topic", consumption.retry_topic, "Write"
        # The kit reads retries in a group of their own: plano_kit/messaging/consumer.py.
        yield "group", f"{consumption.group}.retry", "Read"
