"""How a service consumes topics."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano.language.models.base import Integer, Model
from plano.language.models.names import Snake
from plano.language.models.quantities import Duration


class RetryDecl(Model):
    """How a failed message is tried again: after `first`, then ever later, at most `max` apart."""

    mode: Literal["blocking", "topics"] = "blocking"
    """`blocking` keeps a key's order; `topics` lets later messages pass. Example: `topics`."""
    attempts: Annotated[Integer, Field(ge=1, le=100)] = 5
    """How often a message is tried before it becomes a dead letter. Example: `8`."""
    first: Duration = 1
    """The wait after the first failure. Example: `2s`."""
    max: Duration = 300
    """The longest wait. Example: `10m`."""


class ConsumeDecl(Model):
    """A topic that a service consumes."""

    handler: Snake | None = None
    """The hand-written function. Default: `on_` and the topic's name with underscores. Example: `mark_paid`."""
    concurrency: Annotated[Integer, Field(ge=1, le=1000)] = 1
    """How many partitions a process works on at once. Example: `2`."""
    batch: Annotated[Integer, Field(ge=1, le=10_000)] = 1
    """Up to so many messages of one partition in one transaction. Example: `100`."""
    group: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,249}$", title="group id")] | None = None
    """The consumer group. Default: `<service>.<topic>`. Example: `orders.payments`."""
    retry: RetryDecl = RetryDecl.model_construct()
    """How a failed message is tried again. Example: `{mode: topics, attempts: 8}`."""
