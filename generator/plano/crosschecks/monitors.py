"""Monitors: what Prometheus is told to scrape has that port."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plano.crosschecks.deployed import deployed, named
from plano.crosschecks.documents import KUBERNETES, Documents
from plano.crosschecks.findings import error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform

_NAME = "app.kubernetes.io/name"
_COMPONENT = "app.kubernetes.io/component"
_CHARTED = {"api": "http", "management": "management"}
"""The Services that the chart makes of a service, by their component, with the name of their one port."""


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Which services are scraped, and where each ServiceMonitor that is not the chart's leads."""
    scraping = named(platform, "prometheus")
    for each in deployed(documents, platform):
        node = each.values.at("metrics")
        wanted = scraping and each.service.kind == "fastapi"
        if bool(node.value) != wanted:
            said = "asks to be scraped, and nothing scrapes it" if node.value else "has metrics that nothing scrapes"
            yield error("crosscheck-monitor", node, said, "blueprint.yaml")
    services = [each for each in documents.objects(KUBERNETES) if each.kind == "Service"]
    for monitor in documents.objects(KUBERNETES):
        if monitor.kind == "ServiceMonitor":
            yield from _monitor(monitor, services, platform)


def _monitor(monitor: Node, services: list[Node], platform: Platform) -> Iterator[Diagnostic]:
    """Only where the Service is known: one in the tree, or the chart's of a service. Upstream charts have others."""
    selector = {key: node.value for key, node in monitor.at("spec", "selector", "matchLabels").entries()}
    chosen = [each for each in services if selector and _has(each, selector)]
    names = {row.at("name").text for each in chosen for row in each.at("spec", "ports").rows()}
    if selector.get(_NAME) in {each.name for each in platform.services if each.kind != "external"}:
        wanted = selector.get(_COMPONENT)
        names |= {port for component, port in _CHARTED.items() if wanted in (None, component)}
    elif not chosen:
        return
    for endpoint in monitor.at("spec", "endpoints").rows():
        port = endpoint.at("port")
        if port.value is not None and port.text not in names:
            said = f"has {monitor.name!r} scrape the port {port.text!r}, where the Service has {sorted(names)}"
            yield error("crosscheck-monitor", port, said, chosen[0] if chosen else "generated/chart")


def _has(service: Node, selector: Mapping[str, object]) -> bool:
    labels = service.at("metadata", "labels").value
    return isinstance(labels, dict) and selector.items() <= labels.items()
