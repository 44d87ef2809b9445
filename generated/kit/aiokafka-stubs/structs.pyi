from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

KT = TypeVar("KT", covariant=True)
VT = TypeVar("VT", covariant=True)

class TopicPartition(NamedTuple):
    topic: str
    partition: int

class RecordMetadata(NamedTuple):
    topic: str
    partition: int
    topic_partition: TopicPartition
    offset: int
    timestamp: int | None
    timestamp_type: int
    log_start_offset: int | None

class ConsumerRecord(Generic[KT, VT]):
    topic: str
    partition: int
    offset: int
    timestamp: int
    timestamp_type: int
    key: KT | None
    value: VT | None
    headers: Sequence[tuple[str, bytes]]
