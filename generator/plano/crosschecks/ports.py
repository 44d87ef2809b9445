"""Ports: what a service calls, what the called one listens on, what its image exposes, and where Kafka listens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from plano.crosschecks.deployed import API_PORT, MANAGEMENT_PORT, Deployed, deployed, port_of
from plano.crosschecks.documents import Documents
from plano.crosschecks.findings import alone, error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform

_EXPOSED = re.compile(rb"^EXPOSE +(.+)$", re.MULTILINE)


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Each port that one file names and another gives."""
    ports = {each.name: port_of(each) for each in platform.services if each.kind != "external"}
    for each in deployed(documents, platform):
        yield from _own(each)
        called = dict(each.values.at("calls").entries())
        issuer = each.values.at("issuer")
        if issuer.value:
            called.setdefault(issuer.at("service").text, issuer)
        for name, node in called.items():
            if name in ports:
                yield from _called(node, name, ports[name], each)
        yield from _kafka(each, documents)
    yield from _images(documents, platform)


def _own(each: Deployed) -> Iterator[Diagnostic]:
    """A container's own port. A FastAPI service has the kit's, which the chart knows."""
    node = each.values.at("port")
    if each.service.kind == "container" and node.value != each.service.port:
        said = f"gives {each.service.name!r} the port {node.value}, and its image listens at {each.service.port}"
        yield error("crosscheck-port", node, said, "blueprint.yaml")


def _called(node: Node, name: str, port: int, each: Deployed) -> Iterator[Diagnostic]:
    """A call: its port and its URL are those of the Service that the chart makes of the other values file."""
    other = each.beside.get(name)
    where: Node | str = other.at("port") if other else f"{each.folder}/{name}.yaml"
    if node.at("port").value != port:
        said = f"calls {name!r} at port {node.at('port').value}, where its Service has {port}"
        yield error("crosscheck-port", node.at("port"), said, where)
    if node.at("url").text != f"http://{name}:{port}":
        said = f"calls {name!r} at {node.at('url').text!r}, where its Service is http://{name}:{port}"
        yield error("crosscheck-port", node.at("url"), said, where)


def _kafka(each: Deployed, documents: Documents) -> Iterator[Diagnostic]:
    """The broker's listener, where its cluster is ours."""
    kafka = each.values.at("kafka")
    cluster = kafka.at("cluster").text
    for found in documents.of_environment(each.environment, "Kafka"):
        if found.name != cluster:
            continue
        listeners = found.at("spec", "kafka", "listeners")
        ports = [row.at("port").value for row in listeners.rows()]
        if kafka.at("port").value not in ports:
            said = f"reaches Kafka at port {kafka.at('port').value}, where it listens at {ports}"
            yield error("crosscheck-port", kafka.at("port"), said, listeners)
        for address in kafka.at("bootstrap").text.split(","):
            host, port = _address(address)
            if host != f"{cluster}-kafka-bootstrap" or port not in ports:
                said = f"looks for Kafka at {address!r}, where it answers at {cluster}-kafka-bootstrap:{ports[0]}"
                yield error("crosscheck-port", kafka.at("bootstrap"), said, listeners)


def _address(text: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}")
        return parts.hostname or "", parts.port or 0
    except ValueError:
        return text, 0


def _images(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """What the image of a FastAPI service exposes is what its pods and probes are sent to."""
    for service in platform.services:
        path = f"generated/services/{service.name}/Dockerfile"
        content = documents.tree.get(path)
        if service.kind == "fastapi" and content is not None:
            exposed = {word for line in _EXPOSED.findall(content) for word in line.decode().split()}
            if missing := {str(API_PORT), str(MANAGEMENT_PORT)} - exposed:
                said = f"exposes no {' and no '.join(sorted(missing))}, where generated/chart sends requests and probes"
                yield alone("crosscheck-port", path, said)
