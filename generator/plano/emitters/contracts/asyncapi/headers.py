"""The record headers of every event, as the kit's messaging writes them."""

from __future__ import annotations

from plano.platform.model import Topic

_TEXT: dict[str, object] = {"type": "string", "minLength": 1}
_NUMBER: dict[str, object] = {"type": "string", "pattern": "^[0-9]+$"}

_FAILURE: dict[str, object] = {
    "plano_topic": {**_TEXT, "description": "The topic that it was first published to."},
    "plano_partition": {**_NUMBER, "description": "Its partition there."},
    "plano_offset": {**_NUMBER, "description": "Its offset there."},
    "plano_error": {**_TEXT, "maxLength": 1000, "description": "Why the last attempt failed."},
    "plano_attempts": {**_NUMBER, "description": "How often it was tried."},
}


_RETRIED: dict[str, object] = {
    "type": "object",
    "properties": {
        **_FAILURE,
        "plano_due": {**_NUMBER, "description": "When to try again: milliseconds since 1970, UTC."},
    },
    "required": [*_FAILURE, "plano_due"],
}

_DEAD: dict[str, object] = {
    "type": "object",
    "properties": {
        **_FAILURE,
        "plano_truncated": {
            "type": "string",
            "const": "true",
            "description": "The value was too large to keep and is left out.",
        },
    },
    "required": list(_FAILURE),
}

_EVENT: dict[str, object] = {
    "ce_specversion": {"type": "string", "const": "1.0", "description": "The version of CloudEvents."},
    "ce_id": {**_TEXT, "description": "The event's id: the same each time it is delivered."},
    "ce_type": {},  # the topic's own, which stands in this place
    "ce_source": {**_TEXT, "description": "Who published it: `/<platform>-<environment>/<service>`."},
    "ce_time": {"type": "string", "format": "date-time", "description": "When it was published, in UTC."},
    "content-type": {"type": "string", "const": "application/json"},
    "plano_wire": {"type": "string", "const": "1", "description": "The version of headers and payload."},
}
_SUBJECT: dict[str, object] = {"type": "string", "description": "The record's key."}
_TRACE: dict[str, object] = {"type": "string", "description": "W3C trace context of what caused it."}


def cloud_event(topic: Topic) -> dict[str, object]:
    """The headers of an event of `topic`: CloudEvents 1.0.2, Kafka protocol binding, binary content mode."""
    kind = {"type": "string", "const": topic.name, "description": "The topic it was published to."}
    members = {**_EVENT, "ce_type": kind}
    if topic.key:
        members["ce_subject"] = _SUBJECT
    required = list(members)
    members["traceparent"] = _TRACE
    return {"type": "object", "properties": members, "required": required}


def retried(topic: Topic) -> dict[str, object]:
    """The headers of a message on a retry topic: the event's own, where and why it failed, when it is due."""
    return {"allOf": [cloud_event(topic), _RETRIED]}


def dead() -> dict[str, object]:
    """The headers of a dead letter. What came may have lacked an event's headers, so none of them is promised."""
    return _DEAD
