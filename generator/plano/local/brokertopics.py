"""Makes on a broker the topics that the contracts name."""

from __future__ import annotations

import json
import time
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from plano.local.errors import LocalError


def create(bootstrap: str, file: Path, seconds: float = 60) -> int:
    """Create what is missing of the topics in `generated/contracts/topics.json`, one replica each; gives how many.

    LocalError where the broker does not answer in time.
    """
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    end = time.monotonic() + seconds
    while True:
        try:
            there = set(admin.list_topics(timeout=2).topics)
            break
        except KafkaException as error:
            if time.monotonic() > end:
                raise LocalError(f"the broker at {bootstrap} does not answer") from error
    wanted = [topic for topic in _topics(file) if topic.topic not in there]
    for name, future in (admin.create_topics(wanted) if wanted else {}).items():
        try:
            future.result()
        except KafkaException as error:
            if "TOPIC_ALREADY_EXISTS" not in str(error):
                raise LocalError(f"the topic {name} cannot be made: {error}") from error
    return len(wanted)


def _topics(file: Path) -> list[NewTopic]:
    document = json.loads(file.read_text()) if file.exists() else {"topics": []}
    return [
        NewTopic(each["name"], each["partitions"], 1, config=_config(each["config"])) for each in document["topics"]
    ]


def _config(config: dict[str, str]) -> dict[str, str]:
    """What a topic keeps on one node; how many replicas must be in sync means nothing there."""
    return {name: value for name, value in config.items() if name != "min.insync.replicas"}
