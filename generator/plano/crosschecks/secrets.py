"""Secrets: what is referred to is declared by someone, under the very name."""

from __future__ import annotations

from collections.abc import Iterator

from plano.crosschecks.deployed import Deployed, deployed
from plano.crosschecks.documents import KUBERNETES, Documents
from plano.crosschecks.findings import error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Environment, Platform, Service

_DECLARING = {"Secret", "ExternalSecret", "SealedSecret"}


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """The variables that the values name, the password of each Kafka user, and references of other objects."""
    for each in deployed(documents, platform):
        yield from _variables(each)
        yield from _password(each, documents)
    for environment in platform.environments:
        known = _declared(documents, environment, platform)
        for found in documents.of_environment(environment, *_kinds(documents, environment)):
            for node in _references(found):
                if node.text and node.text not in known:
                    said = f"has {found.kind} {found.name!r} read the secret {node.text!r}, which nothing declares"
                    yield error("crosscheck-secret", node, said, "blueprint.yaml")


def _variables(each: Deployed) -> Iterator[Diagnostic]:
    """Keys of the service's own secret: each has a cause in the blueprint, and no secret setting lacks one."""
    known = _of_service(each.service)
    given: set[str] = set()
    for _, names in each.values.at("secrets").entries():
        for node in names.rows():
            given.add(node.text)
            if node.text not in known:
                said = f"reads {node.text!r}, for which {each.service.name!r} declares nothing"
                yield error("crosscheck-secret", node, said, "blueprint.yaml")
    for setting in each.service.config:
        name = f"PLANO_CONFIG_{_upper(setting.field.name)}"
        if setting.secret and name not in given:
            said = f"does not read {name!r}, the secret setting {setting.field.name!r}"
            yield error("crosscheck-secret", each.values.at("secrets"), said, "blueprint.yaml")


def _of_service(service: Service) -> set[str]:
    """Every key that the secret of a service may have: systems of the design, and the kit's settings."""
    found = {f"PLANO_CONFIG_{_upper(each.field.name)}" for each in service.config if each.secret}
    if service.database:
        found |= {"PLANO_DATABASE_URL", "PLANO_OWNER_DATABASE_URL"}
    if service.kind == "fastapi":
        found.add("PLANO_CLIENT_SECRET")
    if service.issuer:
        found |= {"PLANO_CLIENTS", "PLANO_SIGNING_KEYS"}
    if service.publishes or service.consumes:
        found |= {"PLANO_KAFKA_USER", "PLANO_KAFKA_PASSWORD"}
    for call in service.calls:
        if call.kind == "smtp":
            found |= {f"PLANO_USER_{_upper(call.service)}", f"PLANO_PASSWORD_{_upper(call.service)}"}
    return found


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")


def _password(each: Deployed, documents: Documents) -> Iterator[Diagnostic]:
    """Strimzi keeps a user's password in a secret that is called after the user."""
    kafka = each.values.at("kafka")
    if kafka.at("secret").value is None:
        return
    users = {found.name: found for found in documents.of_environment(each.environment, "KafkaUser")}
    user = kafka.at("user")
    if user.text not in users:
        said = f"logs in to Kafka as {user.text!r}, which is no KafkaUser"
        yield error("crosscheck-secret", user, said, f"{KUBERNETES}{each.environment.name}")
    for cluster in documents.of_environment(each.environment, "Kafka"):
        prefix = _prefix(cluster)
        if cluster.name == kafka.at("cluster").text and kafka.at("secret").text != prefix.text + user.text:
            said = f"reads the secret {kafka.at('secret').text!r}, where Strimzi makes {prefix.text + user.text!r}"
            yield error("crosscheck-secret", kafka.at("secret"), said, prefix)


def _prefix(cluster: Node) -> Node:
    return cluster.at("spec", "entityOperator", "userOperator", "secretPrefix")


def _declared(documents: Documents, environment: Environment, platform: Platform) -> set[str]:
    """The secrets of an environment: each service's own, Strimzi's, cert-manager's, and what stands in the tree."""
    found = {each.name for each in platform.services if each.kind != "external"}
    users = [each.name for each in documents.of_environment(environment, "KafkaUser")]
    for cluster in documents.of_environment(environment, "Kafka"):
        found |= {f"{_prefix(cluster).text}{user}" for user in users}
        found |= {f"{cluster.name}-{kind}-ca-cert" for kind in ("cluster", "clients")}
    for each in documents.of_environment(environment, "Certificate", *_DECLARING):
        found.add(each.at("spec", "secretName").text if each.kind == "Certificate" else each.name)
    return found


def _kinds(documents: Documents, environment: Environment) -> set[str]:
    there = {each.kind for each in documents.objects(f"{KUBERNETES}{environment.name}/")}
    return there - _DECLARING - {"Certificate"}


def _references(found: Node) -> Iterator[Node]:
    for key in ("secretKeyRef", "secretRef"):
        for reference in found.find(key):
            yield reference.at("name")
    yield from found.find("secretName")
