"""JSON pointers into the document. Names hold neither `/` nor `~`, so they need no escape."""

from __future__ import annotations


def schema_ref(name: str) -> str:
    """Where the schema of a shared type or of a topic's payload stands."""
    return f"#/components/schemas/{name}"


def message_ref(name: str) -> str:
    """Where a message stands among the components."""
    return f"#/components/messages/{name}"


def channel_ref(channel: str) -> str:
    """Where a topic's channel stands."""
    return f"#/channels/{channel}"


def channel_message_ref(channel: str, message: str) -> str:
    """Where a message stands inside its channel: operations must name it there."""
    return f"#/channels/{channel}/messages/{message}"
