"""Kafka's access control lists: each user is a service, and may do on each topic and group just what it declares."""

from __future__ import annotations

from collections.abc import Iterator

from plano.crosschecks.documents import KUBERNETES, Documents
from plano.crosschecks.findings import alone, error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Environment, Platform, Service

_DESCRIBE = "Describe"  # implied by the others (Apache Kafka, "Authorization and ACLs"); may be written or not


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """The users of each environment that has a Kafka of its own."""
    for environment in platform.environments:
        if any(documents.of_environment(environment, "Kafka")):
            yield from _environment(documents, environment, platform)


def _environment(documents: Documents, environment: Environment, platform: Platform) -> Iterator[Diagnostic]:
    users = {each.name: each for each in documents.of_environment(environment, "KafkaUser")}
    topics = {each.name: each for each in documents.of_environment(environment, "KafkaTopic")}
    for service in platform.services:
        if not (service.publishes or service.consumes):
            continue
        user = users.pop(service.name, None)
        if user is None:
            folder = f"{KUBERNETES}{environment.name}"
            said = f"has no KafkaUser for {service.name!r}, which blueprint.yaml lets publish or consume"
            yield alone("crosscheck-acl", folder, said)
        else:
            yield from _user(user, service, topics)
    for user in users.values():
        said = f"makes a KafkaUser {user.name!r}, which no service is that publishes or consumes"
        yield error("crosscheck-acl", user.at("metadata", "name"), said, "blueprint.yaml")


def _user(user: Node, service: Service, topics: dict[str, Node]) -> Iterator[Diagnostic]:
    wanted = _declared(service)
    rules = user.at("spec", "authorization", "acls")
    there = f"{user.path.rpartition('/')[0]}/topics.yaml"
    astray = False
    for rule in rules.rows():
        resource = rule.at("resource", "name")
        kind = rule.at("resource", "type").text
        if kind == "topic" and resource.text not in topics:
            said = f"lets {service.name!r} use the topic {resource.text!r}, which is not there"
            yield error("crosscheck-acl", resource, said, there)
            astray = True
            continue
        needed = wanted.pop((kind, resource.text), set())
        yield from _operations(rule, needed, service)
        if rule.at("resource", "patternType").value not in (None, "literal"):
            said = f"lets {service.name!r} use all that begins with {resource.text!r}"
            yield error("crosscheck-acl", resource, said, "blueprint.yaml")
    for (kind, name), operations in wanted.items():
        if astray and kind == "topic":
            continue  # the one that went astray was meant for this
        said = f"does not let {service.name!r} {_said(operations)} the {kind} {name!r}, which it declares"
        yield error("crosscheck-acl", rules, said, "blueprint.yaml")


def _operations(rule: Node, needed: set[str], service: Service) -> Iterator[Diagnostic]:
    operations = rule.at("operations")
    given = set(operations.texts) - {_DESCRIBE}
    what = f"the {rule.at('resource', 'type').text} {rule.at('resource', 'name').text!r}"
    if more := given - needed:
        said = f"lets {service.name!r} {_said(more)} {what}, which it does not declare"
        yield error("crosscheck-acl", operations, said, "blueprint.yaml")
    if less := needed - given:
        said = f"does not let {service.name!r} {_said(less)} {what}, which it declares"
        yield error("crosscheck-acl", operations, said, "blueprint.yaml")


def _declared(service: Service) -> dict[tuple[str, str], set[str]]:
    """Kind and name of each resource → operations, from what the service publishes and consumes."""
    found: dict[tuple[str, str], set[str]] = {}
    for topic in service.publishes:
        found.setdefault(("topic", topic.name), set()).add("Write")
    for each in service.consumes:
        found.setdefault(("topic", each.topic.name), set()).add("Read")
        found.setdefault(("topic", each.dead_topic), set()).add("Write")
        found.setdefault(("group", each.group), set()).add("Read")
        if each.retry_topic:
            found.setdefault(("topic", each.retry_topic), set()).update(("Read", "Write"))
            # The kit reads retries in a group of their own.
            found.setdefault(("group", f"{each.group}.retry"), set()).add("Read")
    return found


def _said(operations: set[str]) -> str:
    return " and ".join(sorted(each.lower() for each in operations))
