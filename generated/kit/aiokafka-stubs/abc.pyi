from collections.abc import Awaitable, Set

from .structs import TopicPartition

class ConsumerRebalanceListener:
    def on_partitions_revoked(self, revoked: Set[TopicPartition]) -> Awaitable[None] | None: ...
    def on_partitions_assigned(self, assigned: Set[TopicPartition]) -> Awaitable[None] | None: ...
