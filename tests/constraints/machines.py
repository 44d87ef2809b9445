"""Hosts, networks, systems and databases: what the rules on machines refuse."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from itertools import pairwise

from plano.diagnostics.model import Severity
from plano.language.scalars import Value
from tests.constraints.edits import Data, append, at, list_at, map_at, put, put_first, remove, services, text_at
from tests.constraints.judge import Breaks, Broken, Constraint, Sample, key, value, within

VPN = ("systems", "wireguard")
ELSEWHERE = "192.0.2.77"
"""RFC 5737: an address for documentation, which is in no network of a sample."""


def _hosts(data: Data, role: str = "", without: str = "vpn") -> list[str]:
    """The hosts that have a role, or any, and not the other."""
    found = map_at(data, "hosts")
    return [
        name
        for name in found
        if (not role or role in list_at(found, name, "roles")) and without not in list_at(found, name, "roles")
    ]


def _ours(data: Data) -> bool:
    return at(data, "systems", "kubernetes") is not None and not at(data, "systems", "kubernetes", "existing")


def _free(data: Data, number: int = 77) -> str:
    """An address in the first network of `lan` that nothing has."""
    return str(ip_network(text_at(data, "networks", "lan", 0))[number])


def _addresses(sample: Sample) -> Iterator[Broken]:
    data = sample.data
    for first, second in pairwise(_hosts(data)):
        changed = put(data, ("hosts", second, "address"), text_at(data, "hosts", first, "address"))
        yield Broken(changed, value("hosts", second, "address"))
        if "public" not in map_at(data, "hosts", second) and at(data, "hosts", first, "public"):
            path = ("hosts", second, "public")
            yield Broken(put(data, path, text_at(data, "hosts", first, "public")), value(*path))
    api = ("systems", "kubernetes", "api")
    if _ours(data) and _hosts(data):
        yield Broken(put(data, api, text_at(data, "hosts", _hosts(data)[-1], "address")), value(*api))
    peers = list(map_at(data, *VPN, "peers"))
    for before, after in pairwise(peers):
        inside = (*VPN, "peers", after, "address")
        yield Broken(put(data, inside, text_at(data, *VPN, "peers", before, "address")), value(*inside))


def _overlaps(sample: Sample) -> Iterator[Broken]:
    for lan in list_at(sample.data, "networks", "lan")[:1]:
        yield Broken(put(sample.data, ("networks", "pods"), lan), value("networks", "pods"))
        changed, item = append(sample.data, ("networks", "lan"), lan)
        yield Broken(changed, value(*item))
    same = put(sample.data, ("networks", "pods"), "10.200.0.0/16")
    yield Broken(put(same, ("networks", "services"), "10.200.0.0/16"), value("networks", "services"))


def _outside(sample: Sample) -> Iterator[Broken]:
    data = sample.data
    if list_at(data, "networks", "lan") and len(_hosts(data)) > 1:
        for host in _hosts(data):
            yield Broken(put(data, ("hosts", host, "address"), ELSEWHERE), value("hosts", host, "address"))
        yield Broken(put(data, ("networks", "lan"), ["192.0.2.0/24"]), key("networks", "lan"))
        if _ours(data):
            yield Broken(put(data, ("systems", "kubernetes", "api"), ELSEWHERE), value("systems", "kubernetes", "api"))


def _outside_the_vpn(sample: Sample) -> Iterator[Broken]:
    for peer in map_at(sample.data, *VPN, "peers"):
        path = (*VPN, "peers", peer, "address")
        yield Broken(put(sample.data, path, ELSEWHERE), value(*path))
    if at(sample.data, *VPN, "gateway"):
        yield Broken(put(sample.data, (*VPN, "gateway", "address"), ELSEWHERE), value(*VPN, "gateway", "address"))
    for host in _hosts(sample.data, "vpn", "nothing") if at(sample.data, *VPN, "peers") else ():
        yield Broken(put(sample.data, ("hosts", host, "address"), ELSEWHERE), value("hosts", host, "address"))
        yield Broken(put(sample.data, (*VPN, "network"), "192.0.2.0/24"), value(*VPN, "network"))


def _even(sample: Sample) -> Iterator[Broken]:
    data = sample.data
    if _ours(data) and len(_hosts(data, "control-plane")) % 2 == 1 and at(data, "networks", "lan"):
        more: Value = {"address": _free(data), "roles": ["control-plane"]}
        changed = put(put(data, ("hosts", "one-more"), more), ("systems", "kubernetes", "api"), _free(data, 78))
        yield Broken(changed, within("control-plane", "hosts", "one-more", "roles"))


def _without_api(sample: Sample) -> Iterator[Broken]:
    data = sample.data
    if _ours(data) and _hosts(data, "control-plane") and at(data, "networks", "lan"):
        odd = len(_hosts(data, "control-plane")) % 2
        for number in range(2 if odd else 1):
            more: Value = {"address": _free(data, 80 + number), "roles": ["control-plane"]}
            data = put(data, ("hosts", f"more-{number}"), more)
        kubernetes: Value = {
            each: told for each, told in map_at(data, "systems", "kubernetes").items() if each != "api"
        }
        yield Broken(put(data, ("systems", "kubernetes"), kubernetes), key("systems", "kubernetes"))


def _copies(sample: Sample) -> Iterator[Broken]:
    for topic in map_at(sample.data, "topics"):
        if at(sample.data, "systems", "kafka", "brokers"):
            path = ("topics", topic, "replicas")
            yield Broken(put(sample.data, path, 100), value(*path))


def _copies_of_volumes(sample: Sample) -> Iterator[Broken]:
    if at(sample.data, "systems", "longhorn") and _hosts(sample.data, "longhorn"):
        path = ("systems", "longhorn", "replicas")
        yield Broken(put(sample.data, path, 20), value(*path))


def _zone(sample: Sample) -> Iterator[Broken]:
    if at(sample.data, "systems", "cloudflare"):
        path = ("systems", "cloudflare", "zone")
        yield Broken(put(sample.data, path, "elsewhere.example"), value(*path))
        for environment in map_at(sample.data, "environments"):
            inside = ("environments", environment, "domain")
            yield Broken(put(sample.data, inside, "www.elsewhere.example"), value(*inside))


def _backups(sample: Sample) -> Iterator[Broken]:
    for role in ("postgresql", "nfs", "longhorn"):
        for host in _hosts(sample.data, role):
            for name in (host, text_at(sample.data, "hosts", host, "address")):
                changed = put(sample.data, ("backups",), {"target": f"nfs://{name}/copies"})
                yield Broken(changed, within(name, "backups", "target"))


def _places(sample: Sample) -> Iterator[Broken]:
    for host in _hosts(sample.data, "", "postgresql") if at(sample.data, "databases") else ():
        path = ("databases", "another")
        yield Broken(put(sample.data, path, {"host": host}), value(*path, "host"))
    for name, body in map_at(sample.data, "databases").items():
        if at(body, "host"):
            changed = put(sample.data, ("databases", name, "address"), "data.example:5432")
            yield Broken(changed, key("databases", name, "address"))
    yield Broken(put(sample.data, ("databases", "another"), {}), key("databases", "another"))


def _kafkas(sample: Sample) -> Iterator[Broken]:
    environments = list(map_at(sample.data, "environments"))
    own = [name for name in environments if at(sample.data, "environments", name, "systems", "kafka", "bootstrap")]
    path = ("systems", "kafka", "bootstrap")
    if not at(sample.data, "systems", "kafka") or (
        map_at(sample.data, "topics") and any(at(body, "replicas") for body in map_at(sample.data, "topics").values())
    ):
        return
    changed = put(sample.data, path, ["kafka.shared.example:9092"])
    if len(environments) - len(own) > 1:
        yield Broken(changed, key(*path))
    if len(environments) - len(own) == 1:
        address = "Kafka.shared.example:9092"
        for name in own:
            inside = ("environments", name, "systems", "kafka", "bootstrap")
            first = environments.index(name) < environments.index(
                next(each for each in environments if each not in own)
            )
            yield Broken(put(changed, inside, [address]), value(*path, 0) if first else value(*inside, 0))
        yield Broken(put(sample.data, path, ["a.example:1", "b.example:1", "a.example:1"]), value(*path, 2))


def _environment_that_is_local(sample: Sample) -> Iterator[Broken]:
    if not at(sample.data, "systems", "kafka", "bootstrap"):
        path = ("environments", "local")
        yield Broken(put_first(sample.data, path, {}), key(*path))


def _overrides_of_nothing(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        environment = next(iter(map_at(sample.data, "environments")))
        path = ("environments", environment, "services", name)
        if body["kind"] == "fastapi" and not body.get("consumes"):
            yield Broken(
                put(sample.data, ("services", name, "consumers"), {"max": 2}), key("services", name, "consumers")
            )
        if not body.get("consumes"):
            yield Broken(put(sample.data, (*path, "consumers"), {"max": 2}), key(*path, "consumers"))
        if body["kind"] == "external":
            yield Broken(put(sample.data, (*path, "scale"), {"max": 2}), key(*path, "scale"))
        else:
            yield Broken(put(sample.data, (*path, "url"), "https://a.example"), key(*path, "url"))


def _unreachable(*, zone: bool) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        doors = [
            name
            for name, body in map_at(sample.data, "hosts").items()
            if at(body, "public") and not {"ingress", "vpn"}.isdisjoint(map(str, list_at(body, "roles")))
        ]
        last = list(map_at(sample.data, "environments"))[-1]
        named = at(sample.data, "systems", "cloudflare") is not None
        if len(doors) == 1 and _ours(sample.data) and at(sample.data, "routes") and named is zone:
            path = ("environments", last, "public")
            changed = remove(sample.data, ("hosts", doors[0], "public"))
            yield Broken(put(changed, path, True), value(*path))
            yield Broken(put(changed, path[:-1], {}), key(*path[:-1]))

    return breaks


MACHINES: tuple[Constraint, ...] = (
    Constraint("each machine has an address of its own", "address-twice", _addresses),
    Constraint("networks share no address", "networks-overlap", _overlaps),
    Constraint("hosts are in lan", "host-outside-networks", _outside),
    Constraint("what is in the VPN is in its network", "vpn-address-outside", _outside_the_vpn),
    Constraint("control-plane hosts are odd in number", "control-planes-even", _even),
    Constraint("control-plane hosts share an address", "kubernetes-api-missing", _without_api),
    Constraint("each copy of a partition has a broker", "replicas-exceed-brokers", _copies),
    Constraint("each copy of a volume has a host", "longhorn-replicas-exceed-hosts", _copies_of_volumes),
    Constraint("the zone holds the domains", "zone-without-domain", _zone),
    Constraint("copies are not kept with the originals", "backup-on-originals", _backups),
    Constraint("a database server is at one place", "database-place", _places),
    Constraint("each environment has a Kafka of its own", "same-bootstrap-twice", _kafkas),
    Constraint("no environment is called local", "reserved-name", _environment_that_is_local),
    Constraint("an override changes something", "override-of-nothing", _overrides_of_nothing),
    Constraint("the zone's records point somewhere", "public-environment-unreachable", _unreachable(zone=True)),
    Constraint("a public environment can be reached", "public-environment-unreachable", _unreachable(zone=False),
               Severity.WARNING),
)  # fmt: skip
