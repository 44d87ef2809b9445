"""Reads a topic from its beginning, with no group and so with no trace."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from plano.local.errors import LocalError


class NoTopicError(LocalError):
    """The broker has no topic of this name."""


def follow(
    bootstrap: str, topic: str, waiting: Callable[[], None], *, stop_at_end: bool
) -> Iterator[dict[str, object]]:
    """Every record of `topic`, then each new one; ends at what is the end now where `stop_at_end`.

    `waiting` is called before a wait for the first record of a topic that is empty. LocalError where the broker does
    not answer, NoTopicError where it has no such topic.
    """
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "plano-tail",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "log_level": 0,
        }
    )
    try:
        partitions = _partitions(consumer, bootstrap, topic)
        ends = {each.partition: consumer.get_watermark_offsets(each, timeout=10)[1] for each in partitions}
        left = {partition for partition, end in ends.items() if end > 0}
        consumer.assign(partitions)
        if not left and not stop_at_end:
            waiting()
        while left or not stop_at_end:
            message = consumer.poll(0.5)
            if message is None:
                continue
            partition, offset = message.partition(), message.offset()
            if error := message.error():
                if error.code() == KafkaError._PARTITION_EOF and partition is not None:
                    left.discard(partition)  # what was last may have gone: compaction, or a marker of a transaction
                continue
            if partition is not None and offset is not None and offset + 1 >= ends[partition]:
                left.discard(partition)
            yield _record(message)
    finally:
        consumer.close()


def _partitions(consumer: Consumer, bootstrap: str, topic: str) -> list[TopicPartition]:
    try:
        known = consumer.list_topics(topic, timeout=10).topics[topic]
    except KafkaException as error:
        raise LocalError(f"the broker at {bootstrap} does not answer") from error
    if known.error is not None or not known.partitions:
        raise NoTopicError(f"there is no topic '{topic}' on the broker yet")
    return [TopicPartition(topic, number, 0) for number in known.partitions]


def _record(message: Message) -> dict[str, object]:
    value, key = message.value(), message.key()
    headers = {str(each[0]): _text(each[1]) for each in message.headers() or []}
    return {
        "topic": message.topic(),
        "partition": message.partition(),
        "offset": message.offset(),
        "key": _text(key),
        "headers": headers,
        "payload": None if value is None else _payload(value),
    }


def _payload(value: str | bytes) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return _text(value)


def _text(value: str | bytes | None) -> str | None:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
