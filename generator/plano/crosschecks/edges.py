"""Edges: network policies come from the values, and these say just what the blueprint declares, at both ends."""

from __future__ import annotations

from collections.abc import Iterator

from plano.crosschecks.deployed import CHARTED, Deployed, deployed, named
from plano.crosschecks.documents import Documents
from plano.crosschecks.findings import error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform, Service


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Who calls whom, who has a database, who talks to Kafka; and that each edge has both its ends."""
    kafka = named(platform, "kafka")
    for each in deployed(documents, platform):
        for key, wanted in _declared(each.service, platform).items():
            yield from _same(each.values.at(key), key, wanted)
        for key, needed in (
            ("database", bool(each.service.database)),
            ("kafka", kafka and bool(each.service.publishes or each.service.consumes)),
        ):
            node = each.values.at(key)
            if bool(node.value) != needed:
                said = f"opens a way to {key} that is not declared" if node.value else f"opens no way to its {key}"
                yield error("crosscheck-edge", node, said, "blueprint.yaml")
        yield from _both_ends(each)
    yield from _listeners(documents, platform)


def _declared(service: Service, platform: Platform) -> dict[str, set[str]]:
    """The names that each of the values' maps and lists must hold."""
    if service.kind == "vue":  # its calls are the browser's
        return {key: set() for key in ("calls", "externals", "issuer", "callers")}
    asks = service.trusts is not None and service.issuer is None
    pods = {each.name for each in platform.services if each.kind in CHARTED}
    trusting = {each.name for each in platform.services if each.trusts and not each.issuer} if service.issuer else set()
    return {
        "calls": {call.service for call in service.calls if call.kind == "service"},
        "externals": {call.service for call in service.calls if call.kind != "service"},
        "issuer": {service.trusts} if asks and service.trusts else set(),
        "callers": pods & ({*service.callers} | trusting),
    }


def _same(node: Node, key: str, wanted: set[str]) -> Iterator[Diagnostic]:
    found = _names(node, key)
    for name in sorted(found - wanted):
        at = node.at(name) if isinstance(node.value, dict) and key != "issuer" else node
        yield error("crosscheck-edge", at, f"has {name!r} among its {key}, which is not declared", "blueprint.yaml")
    for name in sorted(wanted - found):
        yield error("crosscheck-edge", node, f"lacks {name!r} among its {key}, which is declared", "blueprint.yaml")


def _names(node: Node, key: str) -> set[str]:
    if key == "issuer":
        return {node.at("service").text} if node.value else set()
    return set(node.texts) if isinstance(node.value, list) else {name for name, _ in node.entries()}


def _both_ends(each: Deployed) -> Iterator[Diagnostic]:
    """Whom a service calls lets it in: egress without ingress is a connection that hangs."""
    issuer = each.values.at("issuer")
    called = [*each.values.at("calls").entries(), *([(issuer.at("service").text, issuer)] if issuer.value else [])]
    for name, node in called:
        other = each.beside.get(name)
        if other is not None and each.service.name not in other.at("callers").texts:
            said = f"calls {name!r}, which does not let {each.service.name!r} in"
            yield error("crosscheck-edge", node, said, other.at("callers"))


def _listeners(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Kafka lets in the services that publish or consume, and nobody else."""
    wanted = {each.name for each in platform.services if each.publishes or each.consumes}
    for environment in platform.environments:
        for kafka in documents.of_environment(environment, "Kafka"):
            for listener in kafka.at("spec", "kafka", "listeners").rows():
                peers = listener.at("networkPolicyPeers")
                yield from _peers(peers, wanted, listener)


def _peers(peers: Node, wanted: set[str], listener: Node) -> Iterator[Diagnostic]:
    if not peers.value:
        yield error("crosscheck-edge", listener, "lets every pod reach Kafka", "blueprint.yaml")
        return
    rules = [rule for peer in peers.rows() for rule in peer.at("podSelector", "matchExpressions").rows()]
    found = {name for rule in rules for name in rule.at("values").texts}
    where = rules[0].at("values") if rules else peers
    for name in sorted(found - wanted):
        said = f"lets {name!r} reach Kafka, which publishes and consumes nothing"
        yield error("crosscheck-edge", where, said, "blueprint.yaml")
    for name in sorted(wanted - found):
        said = f"does not let {name!r} reach Kafka, which publishes or consumes"
        yield error("crosscheck-edge", where, said, "blueprint.yaml")
