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
    """The policies of one namespace: for a pod of another one they say nothing."""

    def __init__(self, objects: Sequence[Tree], namespace: str) -> None:
        self.namespace = namespace
        self._policies = [_Policy.read(each, namespace) for each in of_kind(objects, "NetworkPolicy")]
        self._found: dict[tuple[Pod, str], tuple[_Rule, ...] | None] = {}

    def connects(self, source: Pod, target: Pod, port: int) -> bool:
        """Whether `source` may open a TCP connection to that port of `target`."""
        out = self._rules(source, "Egress")
        if out is not None and not any(rule.is_of(target) and rule.at_port(port, target) for rule in out):
            return False
        into = self._rules(target, "Ingress")
        return into is None or any(rule.is_of(source) and rule.at_port(port, target) for rule in into)

    def leaves(self, source: Pod, address: str, port: int) -> bool:
        """Whether `source` may open a TCP connection to an address that is no pod's."""
        out = self._rules(source, "Egress")
        return out is None or any(rule.at_port(port, None) and rule.is_at(address) for rule in out)

    def _rules(self, pod: Pod, direction: str) -> tuple[_Rule, ...] | None:
        """The rules for a pod, None where it is not isolated: looked for once, since every pair asks."""
        asked = (pod, direction)
        if asked not in self._found:
            own = [each for each in self._policies if direction in each.directions and each.selects(pod)]
            self._found[asked] = tuple(rule for each in own for rule in each.rules[direction]) if own else None
        return self._found[asked]


@dataclass(frozen=True, slots=True)
class _Selector:
    """Labels that a pod has to have, and keys whose value has to be one of several. An empty one chooses all."""

    labels: frozenset[tuple[str, str]]
    among: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def read(cls, selector: object) -> _Selector:
        among: list[tuple[str, frozenset[str]]] = []
        for each in rows(at(selector, "matchExpressions")):
            assert each["operator"] == "In", each
            values = each["values"]
            assert isinstance(values, list), each
            among.append((str(each["key"]), frozenset(map(str, values))))
        return cls(frozenset(labels(at(selector, "matchLabels")).items()), tuple(among))

    def chooses(self, own: frozenset[tuple[str, str]]) -> bool:
        if not self.labels <= own:
            return False
        return not self.among or all(dict(own).get(key) in values for key, values in self.among)


@dataclass(frozen=True, slots=True)
class _Peer:
    """Pods of chosen namespaces, or addresses: `blocks` is a network and what is left out of it."""

    namespaces: _Selector
    pods: _Selector
    blocks: tuple[str, tuple[str, ...]] | None

    @classmethod
    def read(cls, peer: Tree, namespace: str) -> _Peer:
        here: object = {"matchLabels": {NAMESPACE: namespace}}
        block: tuple[str, tuple[str, ...]] | None = None
        if "ipBlock" in peer:
            excepted = at(peer, "ipBlock", "except")
            holes = tuple(map(str, excepted)) if isinstance(excepted, list) else ()
            block = (str(at(peer, "ipBlock", "cidr")), holes)
        namespaces = _Selector.read(peer.get("namespaceSelector", here))
        return cls(namespaces, _Selector.read(peer.get("podSelector")), block)

    def is_of(self, pod: Pod) -> bool:
        """Whether it means that pod. Pods' own addresses are never given."""
        if self.blocks is not None or not self.pods.chooses(pod.labels):
            return False
        return self.namespaces.chooses(frozenset({(NAMESPACE, pod.namespace)}))

    def is_at(self, address: str) -> bool:
        if self.blocks is None:
            return False
        network, holes = self.blocks
        one = ipaddress.ip_address(address)
        return one in ipaddress.ip_network(network) and not any(one in ipaddress.ip_network(hole) for hole in holes)


@dataclass(frozen=True, slots=True)
class _Rule:
    """TCP ports, by number or name, and peers; None means all of them."""

    ports: frozenset[int | str] | None
    peers: tuple[_Peer, ...] | None

    @classmethod
    def read(cls, rule: Tree, side: str, namespace: str) -> _Rule:
        ports: frozenset[int | str] | None = None
        if rule.get("ports"):
            tcp = [each["port"] for each in rows(rule["ports"]) if each.get("protocol", "TCP") == "TCP"]
            ports = frozenset(each if isinstance(each, int) else str(each) for each in tcp)
        peers = tuple(_Peer.read(each, namespace) for each in rows(rule.get(side)))
        return cls(ports, peers or None)

    def at_port(self, port: int, target: Pod | None) -> bool:
        if self.ports is None or port in self.ports:
            return True
        return target is not None and any(number == port and name in self.ports for name, number in target.ports)

    def is_of(self, pod: Pod) -> bool:
        return self.peers is None or any(each.is_of(pod) for each in self.peers)

    def is_at(self, address: str) -> bool:
        return self.peers is None or any(each.is_at(address) for each in self.peers)


@dataclass(frozen=True, slots=True)
class _Policy:
    namespace: str
    pods: _Selector
    directions: frozenset[str]
    rules: dict[str, tuple[_Rule, ...]]

    @classmethod
    def read(cls, policy: Tree, namespace: str) -> _Policy:
        directions = at(policy, "spec", "policyTypes")
        assert isinstance(directions, list), policy
        sides = {"Ingress": ("ingress", "from"), "Egress": ("egress", "to")}
        rules = {
            direction: tuple(_Rule.read(each, side, namespace) for each in rows(at(policy, "spec", key)))
            for direction, (key, side) in sides.items()
        }
        return cls(namespace, _Selector.read(at(policy, "spec", "podSelector")), frozenset(map(str, directions)), rules)

    def selects(self, pod: Pod) -> bool:
        return pod.namespace == self.namespace and self.pods.chooses(pod.labels)
