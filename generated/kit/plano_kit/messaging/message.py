"""What a handler may know of the message that it runs for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Message:
    """A record's coordinates. `topic`, `partition` and `offset` are where it was first published, also on a retry.

    `id` is the CloudEvents id, or `topic/partition/offset` for a record that has none. `attempt` counts from 1.
    """

    topic: str
    partition: int
    offset: int
    id: str
    key: str | None
    attempt: int = 1


def message_id(topic: str, partition: int, offset: int, ce_id: str | None) -> str:
    """The id under which a message is known to the inbox; a long foreign one is replaced by its hash."""
    if not ce_id:
        return f"{topic}/{partition}/{offset}"
    if len(ce_id) > _LONGEST_ID or "\0" in ce_id:
        return f"sha256:{hashlib.sha256(ce_id.encode()).hexdigest()}"
    return ce_id
