"""Makes on a broker the topics that the contracts name."""

from __future__ import annotations

import json
import time
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewPartitions, NewTopic

from plano.local.errors import LocalError


def create(bootstrap: str, file: Path, seconds: float = 60) -> int:
    """Create what is missing of the topics in `generated/contracts/topics.json`, one replica each; gives how many.

    A topic that has fewer partitions than it says there gets the rest. LocalError where the broker does not
    answer in time.
    """
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    there = _there(admin, bootstrap, seconds)
    wanted = _topics(file)
    missing = [topic for topic in wanted if topic.topic not in there]
    for name, future in (admin.create_topics(missing) if missing else {}).items():
        try:
            future.result()
        except KafkaException as error:
            if "TOPIC_ALREADY_EXISTS" not in str(error):
                raise LocalError(f"the topic {name} cannot be made: {error}") from error
    more = [
        NewPartitions(topic.topic, topic.num_partitions)
        for topic in wanted
        if 0 < there.get(topic.topic, 0) < topic.num_partitions
    ]
    for name, future in (admin.create_partitions(more) if more else {}).items():
        try:
            future.result()
        except KafkaException as error:
            raise LocalError(f"the topic {name} cannot get more partitions: {error}") from error
    return len(missing)


def _there(admin: AdminClient, bootstrap: str, seconds: float) -> dict[str, int]:
    """Topic → number of partitions, once the broker answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            return {name: len(each.partitions) for name, each in admin.list_topics(timeout=2).topics.items()}
        except KafkaException as error:
            if time.monotonic() > end:
                raise LocalError(f"the broker at {bootstrap} does not answer") from error


def _topics(file: Path) -> list[NewTopic]:
    document = json.loads(file.read_text()) if file.exists() else {"topics": []}
    return [
        NewTopic(each["name"], each["partitions"], 1, config=_config(each["config"])) for each in document["topics"]
    ]


def _config(config: dict[str, str]) -> dict[str, str]:
    """What a topic keeps on one node; how many replicas must be in sync means nothing there."""
    return {name: value for name, value in config.items() if name != "min.insync.replicas"}
