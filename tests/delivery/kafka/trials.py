"""Trying what users may do on a broker: write a topic, read a topic, take part in a group."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from confluent_kafka import (
    OFFSET_BEGINNING,
    Consumer,
    ConsumerGroupTopicPartitions,
    KafkaError,
    KafkaException,
    Message,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._acl import AclBinding, AclBindingFilter, AclOperation, AclPermissionType
from confluent_kafka.admin._resource import ResourcePatternType, ResourceType

from tests.delivery.kafka.broker import Broker
from tests.delivery.kafka.platforms import Tree, at, rows

SECONDS = 20.0
_REFUSED = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
}


@dataclass(frozen=True, slots=True, order=True)
class Deed:
    """What a user does: `write` or `read` a topic, or `join` a group."""

    user: str
    what: str
    name: str


def client(broker: Broker, user: str) -> dict[str, str | int | float | bool]:
    """A client's options, by which it proves to be that user."""
    return {
        "bootstrap.servers": broker.clients,
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": user,
        "sasl.password": broker.passwords[user],
        "ssl.ca.location": str(broker.authority),
        "log_level": 0,
    }


def bindings(users: Iterable[Tree]) -> list[AclBinding]:
    """The rules of Strimzi's users as the broker's own: what its user operator makes of them."""
    found = []
    for user in users:
        principal = f"User:{at(user, 'metadata', 'name')}"
        for rule in rows(user, "spec", "authorization", "acls"):
            operations = rule["operations"]
            assert isinstance(operations, list)
            found += [_binding(principal, rule, str(operation)) for operation in operations]
    return found


def _binding(principal: str, rule: Tree, operation: str) -> AclBinding:
    kind = {"topic": ResourceType.TOPIC, "group": ResourceType.GROUP}[str(at(rule, "resource", "type"))]
    pattern = {"literal": ResourcePatternType.LITERAL, "prefix": ResourcePatternType.PREFIXED}
    how = pattern[str(at(rule, "resource", "patternType"))]
    allowed = AclOperation[operation.upper()]
    return AclBinding(kind, str(at(rule, "resource", "name")), how, principal, "*", allowed, AclPermissionType.ALLOW)


def reading(user: str, topic: str) -> AclBinding:
    """The rule that lets a user read a topic."""
    rule: Tree = {"resource": {"type": "topic", "name": topic, "patternType": "literal"}}
    return _binding(f"User:{user}", rule, "Read")


def grant(administrator: AdminClient, rules: list[AclBinding]) -> None:
    for future in administrator.create_acls(rules).values():
        future.result(SECONDS)


def withdraw(administrator: AdminClient, rule: AclBinding) -> None:
    """Take a rule back that was granted."""
    like = AclBindingFilter(
        rule.restype,
        rule.name,
        rule.resource_pattern_type,
        rule.principal,
        rule.host,
        rule.operation,
        rule.permission_type,
    )
    for future in administrator.delete_acls([like]).values():
        assert len(future.result(SECONDS)) == 1


def done(broker: Broker, users: Iterable[str], topics: Iterable[str], groups: Iterable[str]) -> set[Deed]:
    """Which of all deeds the broker let be done, of every user with every topic and every group.

    Partition 0 of each topic must hold a record. A failure that is no refusal is a KafkaException.
    """
    topics, groups, found = sorted(topics), sorted(groups), set[Deed]()
    for user in users:
        found |= {Deed(user, "write", topic) for topic in _written(broker, user, topics)}
        found |= {Deed(user, "read", topic) for topic in _read(broker, user, topics)}
        found |= {Deed(user, "join", group) for group in _joined(broker, user, groups, topics[0])}
    return found


def _written(broker: Broker, user: str, topics: Iterable[str]) -> Iterator[str]:
    answers: dict[str, KafkaError | None] = {}

    def answered(error: KafkaError | None, message: Message) -> None:
        answers[str(message.topic())] = error

    producer = Producer({**client(broker, user), "acks": "all"})
    for topic in topics:
        producer.produce(topic, b"{}", b"key", partition=0, on_delivery=answered)
    assert producer.flush(SECONDS) == 0, f"{user} heard nothing of some topic"
    return (topic for topic, error in answers.items() if _allowed(error))


def _read(broker: Broker, user: str, topics: Iterable[str]) -> Iterator[str]:
    consumer = Consumer({**client(broker, user), "group.id": "none", "enable.auto.commit": False})
    try:
        for topic in topics:
            # A client is silent about a topic that it may not even describe; whoever may read may describe.
            seen = consumer.list_topics(topic, timeout=SECONDS).topics[topic]
            if _allowed(seen.error) and _allowed(_first(consumer, topic).error()):
                yield topic
    finally:
        consumer.close()


def _first(consumer: Consumer, topic: str) -> Message:
    """What the broker answers to a fetch of the topic, past what it says of other topics and of the group."""
    consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        message = consumer.poll(1)
        if message is not None and message.topic() == topic:
            return message
    raise AssertionError(f"nothing was heard of {topic}")


def _joined(broker: Broker, user: str, groups: Iterable[str], topic: str) -> Iterator[str]:
    """Groups whose offsets may be moved; the broker judges the group first, and the topic is not the matter."""
    own = AdminClient(client(broker, user))
    for group in groups:
        wanted = ConsumerGroupTopicPartitions(group, [TopicPartition(topic, 0, 0)])
        (future,) = own.alter_consumer_group_offsets([wanted]).values()
        try:
            (told,) = future.result(SECONDS).topic_partitions
            error = told.error
        except KafkaException as failure:
            error = failure.args[0]
        if (error and error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED) or _allowed(error):
            yield group


def _allowed(error: KafkaError | None) -> bool:
    """Whether it was done; a KafkaException where it failed, but was not refused."""
    if error is None:
        return True
    if error.code() in _REFUSED:
        return False
    raise KafkaException(error)
