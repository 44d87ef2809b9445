"""The messages of a topic and of the retry and dead-letter topics derived from it."""

from __future__ import annotations

from plano.emitters.contracts import payloads
from plano.emitters.contracts.asyncapi import headers
from plano.emitters.contracts.asyncapi.references import schema_ref
from plano.emitters.contracts.brokertopics import BrokerTopic
from plano.emitters.typetable import json_schema
from plano.platform.model import Topic

# The version of AsyncAPI's Kafka binding, pinned: "latest" would change what the document means.
BINDING = "0.5.0"


def names(broker_topic: BrokerTopic, topic: Topic) -> tuple[str, ...]:
    """The keys of the messages on that topic, the event first, then the tombstone if it is compacted."""
    suffix = "" if broker_topic.kind == "topic" else f".{broker_topic.kind}"
    if broker_topic.kind == "dead" or not topic.compact:
        return (f"{topic.symbol}{suffix}",)
    return (f"{topic.symbol}{suffix}", f"{topic.symbol}{suffix}.tombstone")


def messages(broker_topic: BrokerTopic, topic: Topic) -> dict[str, object]:
    """The message objects of that topic by key, for `components.messages`."""
    match broker_topic.kind:
        case "topic":
            made = [_event(topic, headers.cloud_event(topic))]
        case "retry":
            made = [_event(topic, headers.retried(topic))]
        case "dead":
            made = [_dead_letter(topic)]
    keys = names(broker_topic, topic)
    if len(keys) > len(made):
        made.append(_tombstone(topic, made[0]))
    return dict(zip(keys, made, strict=True))


def _event(topic: Topic, record_headers: dict[str, object]) -> dict[str, object]:
    message: dict[str, object] = {"name": topic.symbol, "title": topic.symbol}
    if topic.description:
        message["summary"] = topic.description
    return {
        **message,
        "contentType": "application/json",
        "headers": record_headers,
        "payload": {"$ref": schema_ref(topic.symbol)},
        "bindings": {"kafka": _key(topic)},
    }


def _tombstone(topic: Topic, event: dict[str, object]) -> dict[str, object]:
    return {
        **event,
        "name": f"{topic.symbol}.tombstone",
        "title": f"{topic.symbol}, retracted",
        "summary": f"A record without a value: what {topic.name} said of its key is retracted.",
        "payload": payloads.tombstone(topic),
    }


def _dead_letter(topic: Topic) -> dict[str, object]:
    return {
        "name": f"{topic.symbol}.dead",
        "title": f"{topic.symbol}, given up",
        "summary": "Key and value as they came, byte for byte: what could not be decoded is here too.",
        "contentType": "application/octet-stream",
        "headers": headers.dead(),
        "bindings": {"kafka": {"bindingVersion": BINDING}},
    }


def _key(topic: Topic) -> dict[str, object]:
    binding: dict[str, object] = {"bindingVersion": BINDING}
    for field in topic.fields:
        if field.name == topic.key:
            binding["key"] = json_schema(field, schema_ref)
    return binding
