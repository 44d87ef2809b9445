"""The flow of one topic: from what can publish it to what becomes of its messages, and of those that fail."""

from __future__ import annotations

from collections.abc import Iterator

from plano.graph.mermaid import edge, identifier, node, picture, subgraph
from plano.graph.topology import topic_id, topic_node
from plano.language.durations import written_duration
from plano.output.findings import counted
from plano.platform.model import Consumption, Platform, Service, Topic


def flow(platform: Platform, topic: Topic) -> str:
    """The way of a topic's messages, left to right, and one step further: what their consumers may publish in turn.

    Which handler publishes what is hand-written and not declared, so each handler of a publishing service is shown
    as one that can. Dashed arrows are what may happen; solid ones what does.
    """
    return picture(
        "LR",
        f"Flow of {topic.name} on {platform.name}",
        "What can publish the topic, who consumes it, how failures are tried again, and what follows",
        _lines(platform, topic),
    )


def _lines(platform: Platform, topic: Topic) -> Iterator[str]:
    for service in platform.services:
        if topic in service.publishes:
            yield from _publisher(service, topic)
    yield topic_node(topic, *_kept(topic))
    consumers = [(each, found) for each in platform.services for found in each.consumes if found.topic == topic]
    for service, consumption in consumers:
        yield from _consumer(service, consumption)
    following = {each.name: each for service, _ in consumers for each in service.publishes if each != topic}
    for each in following.values():
        yield topic_node(each, f"consumed by {', '.join(each.consumers) or 'nobody'}")
    for service, _ in consumers:
        for each in service.publishes:
            yield edge(_handler_id(service), topic_id(each.name), "can publish", line="dashed")


def _kept(topic: Topic) -> tuple[str, ...]:
    days = "for ever" if topic.retention is None else written_duration(topic.retention)
    return (
        f"{counted(topic.partitions, 'partition')}, {counted(topic.replicas, 'replica')}",
        f"key {topic.key}" if topic.key else "no key: no order among its messages",
        "compacted: the last message of each key is kept" if topic.compact else f"kept {days}",
    )


def _publisher(service: Service, topic: Topic) -> Iterator[str]:
    """A publishing service. What the kit writes goes through the outbox; a container's image publishes by itself."""
    title = f"{service.name} publishes"
    group = identifier("publisher", service.name)
    if service.kind == "container":
        image = identifier("image", service.name)
        yield from subgraph(group, title, [node(image, "box", "its image", service.image)])
        yield edge(image, topic_id(topic.name))
        return
    outbox, relay = identifier("outbox", service.name), identifier("relay", service.name)
    sources = list(_sources(service))
    yield from subgraph(
        group,
        title,
        [
            *(node(identity, "box", *lines) for identity, *lines in sources),
            node(outbox, "cylinder", "outbox", f"in the service's database on {service.database}"),
            node(relay, "stadium", "relay", "sends each row at least once"),
            *(edge(identity, outbox, line="dashed") for identity, *_ in sources),
            edge(outbox, relay),
        ],
    )
    yield edge(relay, topic_id(topic.name))


def _sources(service: Service) -> Iterator[tuple[str, ...]]:
    """The hand-written code of a service that may publish: an identifier and a label's lines each."""
    for endpoint in service.endpoints:
        if endpoint.verb is None:
            yield _inner("operation", service, endpoint.name), f"{endpoint.method} {endpoint.path}", endpoint.name
    for consumption in service.consumes:
        identity = identifier("reaction", f"{service.name}.{consumption.topic.name}")
        yield identity, f"on {consumption.topic.name}", consumption.handler
    for schedule in service.schedules:
        when = f"{schedule.cron} ({schedule.zone})"
        yield identifier("schedule", f"{service.name}.{schedule.name}"), f"at {when}", schedule.handler


def _consumer(service: Service, consumption: Consumption) -> Iterator[str]:
    handler = _handler_id(service)
    retry, dead = identifier("retry", service.name), identifier("dead", service.name)
    ours = service.kind != "container"
    about = (_pace(consumption),) if ours else ("its image", service.image)
    inner = [node(handler, "box", consumption.handler if ours else service.name, *about)]
    if consumption.retry_topic and consumption.retry.attempts > 1:
        inner.append(node(retry, "hexagon", consumption.retry_topic, _waits(consumption)))
    inner.append(node(dead, "hexagon", consumption.dead_topic, "waits for a person"))
    yield from subgraph(identifier("consumer", service.name), f"{service.name} consumes", inner)
    yield edge(topic_id(consumption.topic.name), handler, f"group {consumption.group}")
    if ours:
        yield from _failures(consumption, handler, retry, dead)
    else:
        yield edge(handler, dead, "what it gives up on", line="dashed")


def _failures(consumption: Consumption, handler: str, retry: str, dead: str) -> Iterator[str]:
    attempts = consumption.retry.attempts
    if consumption.retry_topic and attempts > 1:
        yield edge(handler, retry, "fails", line="dashed")
        yield edge(retry, handler, f"group {consumption.group}.retry")
    elif attempts > 1:
        yield edge(handler, handler, "fails: its partition waits", _waits(consumption), line="dashed")
    yield edge(handler, dead, f"after {counted(attempts, 'failed attempt')}", "or cannot be read", line="dashed")


def _pace(consumption: Consumption) -> str:
    together = f", up to {consumption.batch} messages together" if consumption.batch > 1 else ""
    return f"{counted(consumption.concurrency, 'partition')} at once{together}"


def _waits(consumption: Consumption) -> str:
    retry = consumption.retry
    first, longest = written_duration(retry.first), written_duration(retry.maximum)
    doubled = f", doubled up to {longest}" if retry.maximum > retry.first else ""
    return f"again after {first}{doubled}: {counted(retry.attempts, 'attempt')} in all"


def _handler_id(service: Service) -> str:
    return identifier("handler", service.name)


def _inner(kind: str, service: Service, name: str) -> str:
    # Snake case has no hyphen, so that this stays one to one.
    return identifier(kind, f"{service.name}.{name.replace('_', '-')}")
