"""Blueprints that Hypothesis invents, right by construction: machines, systems, and the whole."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from plano.language.scalars import Value
from tests.constraints.edits import Data
from tests.constraints.invented import FREE_TEXT, World, fastapi, field_map, names, topic


@st.composite
def blueprints(draw: DrawFn) -> Data:
    """A whole blueprint in which nothing is wrong."""
    types = tuple(draw(names("Typ", 2)))
    topics = tuple(draw(names("told.", 3)))
    issuing = draw(st.booleans())
    database = "main" if issuing or draw(st.booleans()) else ""
    systems: Data = draw(_systems(bool(topics)))
    volumes = tuple(kind for kind, needed in (("shared", "nfs"), ("block", "longhorn")) if needed in systems)
    world = World(types, topics, database, issuing, ("helper",), volumes)
    data: Data = {"blueprint": 1, "platform": draw(_platform()), "environments": draw(_environments())}
    hosts: Data = draw(_hosts(systems))
    if hosts:
        data |= {"networks": {"lan": ["10.7.0.0/24"]}, "hosts": hosts}
    data["systems"] = systems
    if database:
        own = any("postgresql" in str(host) for host in hosts.values())
        data["databases"] = {database: {"host": "data"} if own else {"address": "data.example:5432"}}
    data["types"] = {name: draw(field_map(())) for name in types}
    data["topics"] = {name: draw(topic(types)) for name in topics}
    data["services"] = services = draw(_services(world))
    data["routes"] = _routes(services, world)
    return data


@st.composite
def _platform(draw: DrawFn) -> Data:
    body: Data = {"name": draw(names("p", 1, 1))[0], "domain": "shop.example", "registry": "registry.example/shop",
                  "repository": "https://git.example/shop.git"}  # fmt: skip
    more: Data = {"description": draw(FREE_TEXT), "contact": "people@shop.example", "languages": ["en", "es", "pt-BR"]}
    return body | {key: value for key, value in more.items() if draw(st.booleans())}


@st.composite
def _environments(draw: DrawFn) -> Data:
    found: Data = {name: {} for name in draw(names("e", 3, 1))}
    first = next(iter(found))
    if len(found) > 1 and draw(st.booleans()):
        found[first] = {"domain": "trial.shop.example", "public": False}
    return found


@st.composite
def _systems(draw: DrawFn, topics: bool) -> Data:
    ours = draw(st.booleans())
    kubernetes: Value = {} if ours else {"existing": True}
    found: Data = {"kubernetes": kubernetes}
    if topics:
        found["kafka"] = {"brokers": draw(st.integers(1, 5)), "storage": "5Gi"}
    every: Data = {"traefik": {}, "nfs": {"export": "/srv/files"}, "longhorn": {"replicas": 1}, "prometheus": {},
                   "argocd": {}, "secrets": {"store": "sops"}}  # fmt: skip
    found |= {name: options for name, options in every.items() if draw(st.booleans())}
    if "prometheus" in found and draw(st.booleans()):
        found["grafana"] = {}
    return found


@st.composite
def _hosts(draw: DrawFn, systems: Data) -> Data:
    """No host, where the cluster is there already; else planes of an odd number, workers, a way in, one for data."""
    if systems["kubernetes"] != {}:
        return {}
    planes = draw(st.sampled_from([1, 3]))
    if planes > 1:
        systems["kubernetes"] = {"api": "10.7.0.5"}
    roles: list[list[Value]] = [["control-plane"]] * planes
    roles += [["worker", "longhorn"]] * draw(st.integers(1, 3))
    roles += [["nfs", "build"]]
    found: Data = {
        f"host-{at}": {"address": f"10.7.0.{10 + at}", "roles": each, "cpu": 64, "memory": "256Gi", "disk": "4Ti"}
        for at, each in enumerate(roles)
    }
    found["door"] = {"address": "10.7.0.100", "public": "203.0.113.9", "roles": ["ingress"]}
    found["data"] = {"address": "10.7.0.101", "roles": ["postgresql"]}
    return found


@st.composite
def _services(draw: DrawFn, world: World) -> Data:
    found: Data = {}
    if draw(st.booleans()):
        found["post"] = {"kind": "external", "url": "https://post.example", "config": {"depth": "int = 1"}}
        world.answering.append("post")
    for at, name in enumerate(draw(names("s", 3, 1))):
        issuer = world.issuing and at == 0
        if at and draw(st.integers(0, 3)) == 0:
            found[name] = {"kind": "container", "image": "registry.example/a:1", "port": 9000, "health": "/well",
                           "consumes": {topic: {} for topic in world.topics[:1]},
                           "calls": list(world.answering[:1])}  # fmt: skip
            world.answering.append(name)
        else:
            found[name] = draw(fastapi(world, name, issuer=issuer))
    if draw(st.booleans()):
        pages = [name for name in world.answering if name != "post"]
        found["web"] = {"kind": "vue", "title": draw(FREE_TEXT), "calls": list(pages)}
    return found


def _routes(services: Data, world: World) -> Data:
    found: Data = {}
    for name, body in services.items():
        assert isinstance(body, dict)
        if body["kind"] == "vue":
            found["/"] = {"service": name}
        elif name in world.answering and name != "post":
            prefix = "/api" if body["kind"] == "fastapi" else "/other"
            found[f"{prefix}/{name}"] = {"service": name, "rate_limit": "5/s", "slo": {"availability": 99.5}}
        if body.get("issuer"):
            found["/api/auth"] = {"service": name}
    return found
