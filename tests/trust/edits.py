"""Edits of a blueprint, as people make them one after another."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.trust.platforms import HEAD

TYPES = ("int", "string(40)", "text | null", "decimal(12.2)", "bool = false", "enum(a | b) = a", "datetime | null")
WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven", "inlet", "juniper")


@dataclass(slots=True)
class Edited:
    """A platform as an editor changes it; `text` is its blueprint, which always stands without an error."""

    chance: random.Random
    topics: dict[str, dict[str, str]] = field(default_factory=dict)
    services: dict[str, dict[str, str]] = field(default_factory=dict)
    routed: set[str] = field(default_factory=set)
    described: str = "as it began"

    def step(self) -> str:
        """Make one edit, and say which."""
        edits = (self.add_service, self.add_field, self.rename_field, self.add_topic, self.add_topic_field)
        fewer = (self.remove_service, self.rename_service, self.remove_topic, self.rename_topic, self.route)
        return self.chance.choice((*edits, *fewer, self.describe))()

    def text(self) -> str:
        """The blueprint: the first service publishes every topic, and the last consumes it."""
        names = list(self.services)
        lines = [HEAD]
        if self.topics and names:
            lines.append("topics:\n")
            for topic, fields in self.topics.items():
                shown = ", ".join(f"{name}: {kind}" for name, kind in {"sample_id": "uuid", **fields}.items())
                lines.append(f"  {topic}: {{key: sample_id, partitions: 2, fields: {{{shown}}}}}\n")
        lines.append("services:\n" if names else "")
        for name, fields in self.services.items():
            shown = ", ".join(f"{each}: {kind}" for each, kind in {"label": "string(40)", **fields}.items())
            lines += [f"  {name}:\n    kind: fastapi\n    database: main\n    access: public\n"]
            lines += [f"    description: {self.described}\n"] if name == names[0] else []
            lines += [f"    entities: {{Thing: {{fields: {{{shown}}}}}}}\n    expose: {{Thing: [list, get]}}\n"]
            if self.topics and name == names[0]:
                lines.append(f"    publishes: [{', '.join(self.topics)}]\n")
            if self.topics and name == names[-1]:
                handlers = ", ".join(f"{topic}: {{handler: on_{topic.replace('.', '_')}}}" for topic in self.topics)
                lines.append(f"    consumes: {{{handlers}}}\n")
        routed = [name for name in names if name in self.routed]
        lines.append("routes:\n" if routed else "")
        lines += [f"  /api/{name}/things: {{service: {name}, strip: /api/{name}}}\n" for name in routed]
        return "".join(lines)

    def add_service(self) -> str:
        free = [word for word in WORDS if word not in self.services]
        if len(self.services) >= 4 or not free:
            return self.describe()
        name = self.chance.choice(free)
        self.services[name] = {}
        return f"add service {name}"

    def remove_service(self) -> str:
        if len(self.services) < 2:
            return self.add_service()
        name = self.chance.choice(list(self.services))
        del self.services[name]
        self.routed.discard(name)
        return f"remove service {name}"

    def rename_service(self) -> str:
        if not self.services:
            return self.add_service()
        old = self.chance.choice(list(self.services))
        new = self.chance.choice([word for word in WORDS if word not in self.services])
        self.services = {new if name == old else name: fields for name, fields in self.services.items()}
        self.routed.discard(old)
        return f"rename service {old} to {new}"

    def add_field(self) -> str:
        if not self.services:
            return self.add_service()
        name, word = self.chance.choice(list(self.services)), self.chance.choice(WORDS)
        self.services[name][f"{word}_value"] = self.chance.choice(TYPES)
        return f"give {name} the field {word}_value"

    def rename_field(self) -> str:
        for name, fields in self.services.items():
            if fields:
                old = self.chance.choice(list(fields))
                self.services[name] = {f"{old[:30]}_x" if each == old else each: kind for each, kind in fields.items()}
                return f"rename {old} of {name}"
        return self.add_field()

    def add_topic(self) -> str:
        word = self.chance.choice(WORDS)
        self.topics.setdefault(f"{word}.happened", {})
        return f"add topic {word}.happened"

    def remove_topic(self) -> str:
        if not self.topics:
            return self.add_topic()
        name = self.chance.choice(list(self.topics))
        del self.topics[name]
        return f"remove topic {name}"

    def rename_topic(self) -> str:
        if not self.topics:
            return self.add_topic()
        old = self.chance.choice(list(self.topics))
        new = f"{self.chance.choice(WORDS)}.changed"
        self.topics[new] = self.topics.pop(old)
        return f"rename topic {old} to {new}"

    def add_topic_field(self) -> str:
        if not self.topics:
            return self.add_topic()
        name, word = self.chance.choice(list(self.topics)), self.chance.choice(WORDS)
        self.topics[name][f"{word}_value"] = self.chance.choice(TYPES)
        return f"give {name} the field {word}_value"

    def route(self) -> str:
        if not self.services:
            return self.add_service()
        name = self.chance.choice(list(self.services))
        self.routed ^= {name}
        return f"route {name}, or no longer"

    def describe(self) -> str:
        self.described = f"as in version {self.chance.randrange(10**6)}"
        return "describe the first service"
