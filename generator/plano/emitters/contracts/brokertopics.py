"""What the broker must hold: every topic of the blueprint, and the retry and dead-letter topics derived from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from plano.platform.model import Consumption, Platform, Service, Topic

DAY = 86_400

# A retry topic must outlive the longest wait between two attempts by far; a week also survives a long weekend.
RETRY_RETENTION = 7 * DAY
# A dead letter waits for a person.
DEAD_RETENTION = 30 * DAY


@dataclass(frozen=True, slots=True)
class BrokerTopic:
    """One topic as a broker's administrator makes it.

    `of` is the blueprint's topic that it comes from (its own name for kind `topic`). `retention` is
    seconds, or None for ever. `publishers` write to it, `consumers` read it; a dead-letter topic is
    read by people alone.
    """

    name: str
    kind: Literal["topic", "retry", "dead"]
    of: str
    description: str
    partitions: int
    replicas: int
    retention: int | None
    compact: bool
    publishers: tuple[str, ...]
    consumers: tuple[str, ...]

    @property
    def retention_ms(self) -> int:
        """Kafka's `retention.ms`: -1 is for ever."""
        return -1 if self.retention is None else self.retention * 1000

    @property
    def cleanup_policy(self) -> Literal["compact", "delete"]:
        """Kafka's `cleanup.policy`."""
        return "compact" if self.compact else "delete"

    @property
    def min_insync_replicas(self) -> int:
        """Kafka's `min.insync.replicas`: one replica may be away and acks=all still answers."""
        return max(1, self.replicas - 1)


def broker_topics(platform: Platform) -> tuple[BrokerTopic, ...]:
    """Every topic of the platform, sorted by name; each name once."""
    found: dict[str, BrokerTopic] = {}
    for topic in platform.topics:
        found[topic.name] = _declared(topic)
    for service, consumption in consumptions(platform):
        for derived in _derived(service, consumption):
            found[derived.name] = derived
    return tuple(found[name] for name in sorted(found))


def consumptions(platform: Platform) -> Iterable[tuple[Service, Consumption]]:
    """Each service with each topic that it consumes, in the blueprint's order."""
    return ((service, consumption) for service in platform.services for consumption in service.consumes)


def document(topics: tuple[BrokerTopic, ...]) -> dict[str, object]:
    """`topics.json`: what to create on a broker, with Kafka's own names for the settings."""
    return {"topics": [_entry(topic) for topic in topics]}


def _entry(topic: BrokerTopic) -> dict[str, object]:
    return {
        "name": topic.name,
        "kind": topic.kind,
        "of": topic.of,
        "description": topic.description,
        "partitions": topic.partitions,
        "replicas": topic.replicas,
        "retention": topic.retention,
        "compact": topic.compact,
        # The admin protocol takes every setting as text.
        "config": {
            "cleanup.policy": topic.cleanup_policy,
            "min.insync.replicas": str(topic.min_insync_replicas),
            "retention.ms": str(topic.retention_ms),
        },
        "publishers": list(topic.publishers),
        "consumers": list(topic.consumers),
    }


def _declared(topic: Topic) -> BrokerTopic:
    return BrokerTopic(
        name=topic.name,
        kind="topic",
        of=topic.name,
        description=topic.description,
        partitions=topic.partitions,
        replicas=topic.replicas,
        retention=topic.retention,
        compact=topic.compact,
        publishers=topic.publishers,
        consumers=topic.consumers,
    )


def _derived(service: Service, consumption: Consumption) -> Iterable[BrokerTopic]:
    topic = consumption.topic
    if consumption.retry_topic:
        yield BrokerTopic(
            name=consumption.retry_topic,
            kind="retry",
            of=topic.name,
            description=f"What {service.name} could not handle of {topic.name} and tries again.",
            partitions=topic.partitions,
            replicas=topic.replicas,
            retention=RETRY_RETENTION,
            compact=False,
            publishers=(service.name,),
            consumers=(service.name,),
        )
    yield BrokerTopic(
        name=consumption.dead_topic,
        kind="dead",
        of=topic.name,
        description=f"What {service.name} gave up on of {topic.name}, for a person to look at.",
        partitions=1,
        replicas=topic.replicas,
        retention=DEAD_RETENTION,
        compact=False,
        publishers=(service.name,),
        consumers=(),
    )
