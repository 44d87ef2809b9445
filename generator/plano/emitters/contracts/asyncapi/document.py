"""The whole AsyncAPI document, from the topics and who uses them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plano.emitters.contracts import payloads
from plano.emitters.contracts.asyncapi import messages
from plano.emitters.contracts.asyncapi.references import (
    channel_message_ref,
    channel_ref,
    message_ref,
    schema_ref,
)
from plano.emitters.contracts.brokertopics import BrokerTopic, broker_topics, consumptions
from plano.emitters.contracts.shapes import object_schema
from plano.platform.model import Platform, Topic, ValueType


@dataclass(frozen=True, slots=True)
class Receiver:
    """A consumer group on one topic."""

    service: str
    topic: str
    group: str
    handler: str
    retry: bool


@dataclass(frozen=True, slots=True)
class EventsView:
    """What of the platform its AsyncAPI document shows."""

    platform: str
    contact: str
    types: tuple[ValueType, ...]
    topics: tuple[Topic, ...]
    broker_topics: tuple[BrokerTopic, ...]
    receivers: tuple[Receiver, ...]


def view(platform: Platform) -> EventsView:
    """The part of `platform` that the document shows; types that no topic reaches are left out."""
    reached = {kind.name for topic in platform.topics for kind in topic.types}
    return EventsView(
        platform=platform.name,
        contact=platform.contact,
        types=tuple(kind for kind in platform.types if kind.name in reached),
        topics=platform.topics,
        broker_topics=broker_topics(platform),
        receivers=tuple(_receivers(platform)),
    )


def document(events: EventsView) -> dict[str, object]:
    """The AsyncAPI 3.0 document. It names no server: where a broker stands differs by environment."""
    topics = {topic.name: topic for topic in events.topics}
    channels = {known.name: _channel(known, topics[known.of]) for known in events.broker_topics}
    return {
        "asyncapi": "3.0.0",
        "info": _info(events),
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": _operations(events, topics),
        "components": {"schemas": _schemas(events), "messages": _messages(events, topics)},
    }


def _receivers(platform: Platform) -> Iterable[Receiver]:
    for service, consumption in consumptions(platform):
        name, group, handler = consumption.topic.name, consumption.group, consumption.handler
        yield Receiver(service.name, name, group, handler, retry=False)
        if consumption.retry_topic:
            # The kit reads a retry topic in a group of its own: `plano_kit.messaging.consumer`.
            yield Receiver(service.name, consumption.retry_topic, f"{group}.retry", handler, retry=True)


def _info(events: EventsView) -> dict[str, object]:
    info: dict[str, object] = {
        "title": f"Events of {events.platform}",
        "version": "1",
        "description": "Every topic, what it carries, and which services send and receive it.",
    }
    if events.contact:
        info["contact"] = {"email": events.contact}
    return info


def _channel(known: BrokerTopic, topic: Topic) -> dict[str, object]:
    channel: dict[str, object] = {"address": known.name, "title": known.name}
    if known.description:
        channel["description"] = known.description
    channel["messages"] = {name: {"$ref": message_ref(name)} for name in messages.names(known, topic)}
    channel["bindings"] = {
        "kafka": {
            "topic": known.name,
            "partitions": known.partitions,
            "replicas": known.replicas,
            "topicConfiguration": {"cleanup.policy": [known.cleanup_policy], "retention.ms": known.retention_ms},
            "bindingVersion": messages.BINDING,
        }
    }
    return channel


def _operations(events: EventsView, topics: dict[str, Topic]) -> dict[str, object]:
    operations: dict[str, object] = {}
    for known in events.broker_topics:
        for service in known.publishers:
            operations[f"{service}.send.{known.name}"] = {
                "action": "send",
                "title": f"{service} sends {known.name}",
                **_channel_and_messages(known, topics[known.of]),
            }
    channels = {known.name: known for known in events.broker_topics}
    for receiver in events.receivers:
        known = channels[receiver.topic]
        operations[f"{receiver.service}.receive.{known.name}"] = {
            "action": "receive",
            "title": f"{receiver.service} receives {known.name}",
            **_handled(receiver),
            **_channel_and_messages(known, topics[known.of]),
            "bindings": {
                "kafka": {
                    "groupId": {"type": "string", "enum": [receiver.group]},
                    "bindingVersion": messages.BINDING,
                }
            },
        }
    return operations


def _handled(receiver: Receiver) -> dict[str, object]:
    """Who handles it; a container's consumer has no handler that we know of."""
    if not receiver.handler:
        return {}
    again = " again" if receiver.retry else ""
    return {"summary": f"Handled{again} by `{receiver.handler}`."}


def _channel_and_messages(known: BrokerTopic, topic: Topic) -> dict[str, object]:
    return {
        "channel": {"$ref": channel_ref(known.name)},
        "messages": [{"$ref": channel_message_ref(known.name, name)} for name in messages.names(known, topic)],
    }


def _schemas(events: EventsView) -> dict[str, object]:
    schemas: dict[str, object] = {kind.name: object_schema(kind.fields, schema_ref) for kind in events.types}
    for topic in events.topics:
        schemas[topic.symbol] = payloads.payload_schema(topic, schema_ref)
    return schemas


def _messages(events: EventsView, topics: dict[str, Topic]) -> dict[str, object]:
    made: dict[str, object] = {}
    for known in events.broker_topics:
        made.update(messages.messages(known, topics[known.of]))
    return made
