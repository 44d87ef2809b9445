"""Topics: those of the contracts, those that Strimzi makes, and those that the blueprint gives are the same."""

from __future__ import annotations

from collections.abc import Iterator

from plano.crosschecks.documents import KUBERNETES, TOPICS, Documents
from plano.crosschecks.findings import alone, error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Environment, Platform


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """`topics.json` against the blueprint; then each environment's KafkaTopics against `topics.json`."""
    contracts = documents.one(TOPICS)
    if contracts is None:
        return
    known = {row.at("name").text: row for row in contracts.at("topics").rows()}
    declared = _declared(platform)
    for name in sorted(known.keys() - declared):
        said = f"has the topic {name!r}, which blueprint.yaml does not give"
        yield error("crosscheck-topic", known[name], said, "blueprint.yaml")
    for name in sorted(declared - known.keys()):
        yield error("crosscheck-topic", contracts.at("topics"), f"lacks the topic {name!r}", "blueprint.yaml")
    for environment in platform.environments:
        if any(documents.of_environment(environment, "Kafka")):
            yield from _environment(documents, environment, known, declared)


def _declared(platform: Platform) -> set[str]:
    found = {topic.name for topic in platform.topics}
    for service in platform.services:
        for each in service.consumes:
            found |= {each.dead_topic, *([each.retry_topic] if each.retry_topic else [])}
    return found


def _environment(
    documents: Documents, environment: Environment, known: dict[str, Node], declared: set[str]
) -> Iterator[Diagnostic]:
    """Against the contract where it is right: what is wrong in it was said, and is not said again."""
    made: dict[str, Node] = {}
    brokers = _brokers(documents, environment)
    for topic in documents.of_environment(environment, "KafkaTopic"):
        name = topic.at("spec", "topicName").text or topic.name
        made[name] = topic
        if name in known:
            yield from _settings(topic, name, known[name], brokers)
        elif name not in declared:
            said = f"makes the topic {name!r}, which nothing publishes or consumes"
            yield error("crosscheck-topic", topic.at("metadata", "name"), said, TOPICS)
    for name in sorted((known.keys() & declared) - made.keys()):
        said = f"makes no topic {name!r}, which {TOPICS} has"
        yield alone("crosscheck-topic", f"{KUBERNETES}{environment.name}", said)


def _brokers(documents: Documents, environment: Environment) -> int:
    """How many brokers the environment's Kafka has: no topic there has more copies."""
    found = 0
    for pool in documents.of_environment(environment, "KafkaNodePool"):
        replicas = pool.at("spec", "replicas").value
        if isinstance(replicas, int) and "broker" in pool.at("spec", "roles").texts:
            found += replicas
    return found


def _settings(topic: Node, name: str, contract: Node, brokers: int) -> Iterator[Diagnostic]:
    """The contract is of the platform's Kafka: one with fewer brokers has as many copies as those can keep."""
    copies = contract.at("replicas").value
    fewer = isinstance(copies, int) and 0 < brokers < copies
    wanted = {"partitions": contract.at("partitions").value, "replicas": brokers if fewer else copies}
    of = f" and there are brokers for {brokers}" if fewer else ""
    for key, number in wanted.items():
        node = topic.at("spec", key)
        if key == "replicas" and node.value is None:
            continue  # then it is the cluster's default
        if node.value != number:
            said = f"gives {name!r} {node.value} {key}, where the contract says {contract.at(key).value}"
            yield error("crosscheck-topic", node, said + (of if key == "replicas" else ""), TOPICS)
    for key, setting in contract.at("config").entries():
        text = str(max(1, brokers - 1)) if fewer and key == "min.insync.replicas" else setting.text
        node = topic.at("spec", "config", key)
        if node.value is not None and _text(node.value) != text:
            said = f"gives {name!r} {key} {node.value}, where the contract says {text}"
            yield error("crosscheck-topic", node, said, TOPICS)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
