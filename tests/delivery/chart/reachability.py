"""Who reaches whom, as network policies say it.

Source: Kubernetes, "Network Policies": a pod that some policy selects for a direction is isolated in it, what any of
its policies allows is allowed, and a connection needs the consent of both ends.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from tests.delivery.chart.crosschecks import port_names
from tests.delivery.chart.platforms import Tree, at, labels, of_kind, pods, rows

NAMESPACE = "kubernetes.io/metadata.name"  # Kubernetes puts it on every namespace


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod where policies see it. `ports` are its named ones, the number beside each."""

    name: str
    namespace: str
    labels: frozenset[tuple[str, str]]
    ports: tuple[tuple[str, int], ...] = ()


def pods_of(objects: Sequence[Tree], namespace: str) -> list[Pod]:
    """One pod for each process that the objects start; runs of jobs that have the same labels count once."""
    found: dict[str, Pod] = {}
    for _, template in pods(objects):
        own = labels(at(template, "metadata", "labels"))
        name = f"{own['app.kubernetes.io/name']}.{own['app.kubernetes.io/component']}"
        ports = tuple((str(key), int(str(value))) for key, value in port_names(template).items())
        found[name] = Pod(name, namespace, frozenset(own.items()), ports)
    return list(found.values())


class Network:
    """The policies of one namespace."""

    def __init__(self, objects: Sequence[Tree], namespace: str) -> None:
        self.namespace = namespace
        self.policies = of_kind(objects, "NetworkPolicy")

    def connects(self, source: Pod, target: Pod, port: int) -> bool:
        """Whether `source` may open a TCP connection to that port of `target`."""
        out = self._rules(source, "egress")
        into = self._rules(target, "ingress")
        leaves = out is None or any(
            _port(rule, port, target) and any(self._peer(peer, target) for peer in rows(rule.get("to"))) for rule in out
        )
        enters = into is None or any(
            _port(rule, port, target) and any(self._peer(peer, source) for peer in rows(rule.get("from")))
            for rule in into
        )
        return leaves and enters

    def leaves(self, source: Pod, address: str, port: int) -> bool:
        """Whether `source` may open a TCP connection to an address that is no pod's."""
        out = self._rules(source, "egress")
        return out is None or any(
            _port(rule, port, None) and any(_block(peer, address) for peer in rows(rule.get("to"))) for rule in out
        )

    def _rules(self, pod: Pod, direction: str) -> list[Tree] | None:
        """The rules for a pod, None where it is not isolated."""
        own = [
            each
            for each in self.policies
            if pod.namespace == self.namespace and _labelled(at(each, "spec", "podSelector"), pod.labels)
        ]
        return [rule for each in own for rule in rows(at(each, "spec", direction))] if own else None

    def _peer(self, peer: Tree, pod: Pod) -> bool:
        if "ipBlock" in peer:
            return False  # pods' own addresses are never given
        namespace = frozenset({(NAMESPACE, pod.namespace)})
        if "namespaceSelector" in peer:
            if not _labelled(peer["namespaceSelector"], namespace):
                return False
        elif pod.namespace != self.namespace:
            return False
        return "podSelector" not in peer or _labelled(peer["podSelector"], pod.labels)


def _labelled(selector: object, own: frozenset[tuple[str, str]]) -> bool:
    """Whether the labels satisfy a selector; an empty one chooses all."""
    if not labels(at(selector, "matchLabels")).items() <= own:
        return False
    values = dict(own)
    for each in rows(at(selector, "matchExpressions")):
        assert each["operator"] == "In", each
        wanted = each["values"]
        if not isinstance(wanted, list) or values.get(str(each["key"])) not in wanted:
            return False
    return True


def _port(rule: Tree, port: int, target: Pod | None) -> bool:
    """Whether a rule is about that TCP port; one without ports is about all."""
    if "ports" not in rule:
        return True
    named = dict(target.ports) if target else {}
    tcp = [each["port"] for each in rows(rule["ports"]) if each.get("protocol", "TCP") == "TCP"]
    return port in [named.get(each) if isinstance(each, str) else each for each in tcp]


def _block(peer: Tree, address: str) -> bool:
    cidr, excepted = at(peer, "ipBlock", "cidr"), at(peer, "ipBlock", "except")
    if not isinstance(cidr, str):
        return False
    one = ipaddress.ip_address(address)
    holes = [str(each) for each in excepted] if isinstance(excepted, list) else []
    return one in ipaddress.ip_network(cidr) and not any(one in ipaddress.ip_network(hole) for hole in holes)
