"""`builds.yaml`: what the pods of builds may reach. They run a change's own code, and nobody reaches them."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.chart.addresses import ANYWHERE, Destination, block, outside
from plano.emitters.kafka.network import NODE_LOCAL_DNS
from plano.emitters.namespaces.labels import labels
from plano.platform.model import Platform

NAMESPACES = ("build", "checks")
"""Where the pipelines start their pods."""

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8")
"""What is never outside, as the chart has it: RFC 1918, 6598, 3927 and 1122. Databases, brokers and nodes are there."""

_CONTROLLER = {"app.kubernetes.io/component": "jenkins-controller"}
_HTTP = 8080
_AGENTS = 50000
"""Jenkins' chart 5.9: `controller.componentName`, `targetPort`, where an agent asks how and fetches what it runs, and
`agentListenerPort`, to which it then connects. By WebSocket it needs the first alone."""

_HTTPS = 443


@dataclass(frozen=True, slots=True)
class BuildsView:
    """The platform whose builds run in `NAMESPACES`; `outside` is the registry, the repository and the web."""

    platform: str
    outside: tuple[Destination, ...]


def view(platform: Platform) -> BuildsView:
    """The view of a platform.

    A policy knows no host names: a registry or repository that is named is outside, one of our own networks is
    written by its address.
    """
    named = (_registry(platform.registry), outside(platform.repository), Destination((), _HTTPS))
    return BuildsView(platform.name, tuple(dict.fromkeys(named)))


def _registry(image: str) -> Destination:
    """The registry of an image's name: what stands before its first slash, with HTTPS where it has no port."""
    host, _, port = image.partition("/")[0].partition(":")
    found = block(host)
    return Destination((found,) if found else (), int(port) if port.isdigit() else _HTTPS)


def document(view: BuildsView) -> dict[str, object]:
    """Two policies for each namespace: nothing at all, and what every build needs."""
    return {
        "apiVersion": "v1",
        "kind": "List",
        "items": [each for name in NAMESPACES for each in (_deny(name, view), _egress(name, view))],
    }


def _deny(namespace: str, view: BuildsView) -> dict[str, object]:
    return _policy("default-deny", namespace, view, {"policyTypes": ["Ingress", "Egress"]})


def _egress(namespace: str, view: BuildsView) -> dict[str, object]:
    system, jenkins = ({"matchLabels": {"kubernetes.io/metadata.name": name}} for name in ("kube-system", "jenkins"))
    names = {"namespaceSelector": system, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}
    controller = {"namespaceSelector": jenkins, "podSelector": {"matchLabels": _CONTROLLER}}
    rules = [
        {"ports": [*_ports("UDP", 53), *_ports("TCP", 53)], "to": [names, {"ipBlock": {"cidr": NODE_LOCAL_DNS}}]},
        {"ports": _ports("TCP", _HTTP, _AGENTS), "to": [controller]},
        *({"ports": _ports("TCP", each.port), "to": _blocks(each)} for each in view.outside),
    ]
    return _policy("builds", namespace, view, {"policyTypes": ["Egress"], "egress": rules})


def _blocks(destination: Destination) -> list[dict[str, object]]:
    if destination.blocks:
        return [{"ipBlock": {"cidr": block}} for block in destination.blocks]
    return [{"ipBlock": {"cidr": ANYWHERE, "except": list(PRIVATE)}}]


def _ports(protocol: str, *numbers: int) -> list[dict[str, object]]:
    return [{"protocol": protocol, "port": number} for number in numbers]


def _policy(name: str, namespace: str, view: BuildsView, spec: dict[str, object]) -> dict[str, object]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace, "labels": labels(view.platform, phase="delivery")},
        "spec": {"podSelector": {}, **spec},
    }
