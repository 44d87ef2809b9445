"""A small platform as data, and its blueprint."""

from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass(slots=True)
class Thing:
    """Something with fields: an entity, a topic or a type. `was` and `fields_were` say what was just renamed."""

    fields: dict[str, str] = field(default_factory=dict)
    was: str = ""
    fields_were: dict[str, str] = field(default_factory=dict)

    def shown(self, more: dict[str, str]) -> dict[str, object]:
        """Its field map, in which a field that was renamed is written in its long form."""
        found: dict[str, object] = {**more}
        for name, kind in self.fields.items():
            was = self.fields_were.get(name)
            found[name] = {**_long(kind), "was": was} if was else kind
        return found


@dataclass(slots=True)
class Service:
    """A service with entities, and the other services that it calls."""

    entities: dict[str, Thing] = field(default_factory=dict)
    calls: set[str] = field(default_factory=set)
    routed: bool = False
    description: str = "It began."
    was: str = ""


@dataclass(slots=True)
class Platform:
    """All of it. `ends` are a topic's publisher and its consumer."""

    services: dict[str, Service] = field(default_factory=dict)
    topics: dict[str, Thing] = field(default_factory=dict)
    types: dict[str, Thing] = field(default_factory=dict)
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    systems: set[str] = field(default_factory=set)
    environments: list[str] = field(default_factory=lambda: ["production"])
    address: int = 5

    def text(self) -> str:
        """The blueprint, as JSON, which is YAML."""
        roles = ["postgresql", "control-plane", "ingress", "build"]
        data = {
            "blueprint": 1,
            "platform": {
                "name": "lab",
                "domain": "lab.example",
                "registry": "registry.lab.example/lab",
                "repository": "https://git.lab.example/l.git",
            },
            "environments": {name: {"public": False} for name in self.environments},
            "hosts": {"one": {"address": f"10.0.0.{self.address}", "roles": roles}},
            "systems": {
                "kubernetes": {"api": "10.0.0.99"},
                "traefik": {},
                "kafka": {"brokers": 1, "storage": "5Gi"},
                **{name: {} for name in sorted(self.systems)},
            },
            "databases": {"main": {"host": "one"}},
            "types": {name: each.shown({}) for name, each in self.types.items()},
            "topics": {name: self._topic(each) for name, each in self.topics.items()},
            "services": {name: self._service(name, each) for name, each in self.services.items()},
            "routes": {
                f"/api/{name}": {"service": name, "strip": f"/api/{name}"}
                for name, each in self.services.items()
                if each.routed
            },
        }
        return json.dumps(data, indent=1)

    def _topic(self, topic: Thing) -> dict[str, object]:
        said: dict[str, object] = {"was": topic.was} if topic.was else {}
        return {**said, "key": "told_id", "partitions": 2, "fields": topic.shown({"told_id": "uuid"})}

    def _service(self, name: str, service: Service) -> dict[str, object]:
        said: dict[str, object] = {"was": service.was} if service.was else {}
        entities = {
            entity: {**({"was": each.was} if each.was else {}), "fields": each.shown({})}
            for entity, each in service.entities.items()
        }
        consumed = [topic for topic, (_, consumer) in self.ends.items() if consumer == name]
        return {
            **said,
            "kind": "fastapi",
            "description": service.description,
            "database": "main",
            "access": "public",
            "entities": entities,
            "expose": {entity: ["list", "get"] for entity in service.entities},
            "calls": sorted(service.calls),
            "publishes": [topic for topic, (publisher, _) in self.ends.items() if publisher == name],
            "consumes": {topic: {"handler": f"on_{topic.replace('.', '_')}"} for topic in consumed},
        }


def _long(kind: str) -> dict[str, object]:
    """The long form of a field's type; what it defaults to goes."""
    plain = kind.partition(" = ")[0]
    nullable: dict[str, object] = {"nullable": True} if plain.endswith(" | null") else {}
    return {"type": plain.removesuffix(" | null"), **nullable}
