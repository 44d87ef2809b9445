"""Topics of Kafka."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano.language.models.base import Flag, Integer, Model
from plano.language.models.fields import FieldMap
from plano.language.models.names import Snake, TopicName
from plano.language.models.quantities import Duration


class TopicDecl(Model):
    """A topic: what its messages hold, and how Kafka keeps them."""

    description: str = ""
    """When a message is published, for those who read the contract. Example: `A customer placed an order.`."""
    key: Snake | None = None
    """The field whose value orders messages: equal keys are read in the order in which they were written.

    Example: `order_id`.
    """
    partitions: Annotated[Integer, Field(ge=1, le=10_000)] = 3
    """How many consumers of a group may work at once. It can be raised later, never lowered. Example: `6`."""
    replicas: Annotated[Integer, Field(ge=1, le=100)] | None = None
    """Copies of each partition. Default: 3, or as many as there are brokers. Example: `3`."""
    retention: Duration | None = None
    """How long messages are kept. Without it they are kept for ever. Example: `7d`."""
    compact: Flag = False
    """Keep the last message of each key for ever, and let a tombstone remove it. Example: `true`."""
    compatibility: Literal["backward", "forward", "full", "none"] = "backward"
    """What a change of the fields may not break. Example: `full`."""
    fields: Annotated[FieldMap, Field(min_length=1)]
    """What a message holds. Example: `{order_id: uuid, total: decimal(12.2), placed_at: datetime}`."""
    was: TopicName | None = None
    """The topic's old name, in the change that renames it. Example: `orders.created`."""
