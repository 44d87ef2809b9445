"""A small platform as people edit it, step by step: things come, go and are renamed with `was`; it is always valid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from tests.output.labs import Platform, Service, Thing

T = TypeVar("T")

WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven", "inlet", "juniper", "kelp", "lagoon")
FIELDS = ("string(40)", "text | null", "int = 0", "decimal(12.2)", "enum(a | b)", "datetime | null", "bool = true")
SYSTEMS = ("argocd", "jenkins", "nginx", "prometheus")
MOST = 5  # services


class Choose(Protocol):
    """Gives one of several; whoever drives the edits decides which."""

    def __call__(self, options: Sequence[T], /) -> T: ...


@dataclass(slots=True)
class Lab(Platform):
    """A platform of two services to begin with; `choose` decides what is edited."""

    choose: Choose = field(kw_only=True)

    def __post_init__(self) -> None:
        self.add_service()
        self.add_service()

    def step(self) -> str:
        """Make one edit, and say which. What an edit before renamed is no longer said by then."""
        self._forget()
        edits: tuple[Callable[[], str], ...] = (
            *(self.add_service, self.add_entity, self.add_field, self.add_topic, self.add_type),
            *(self.rename_service, self.rename_entity, self.rename_field, self.rename_topic, self.rename_type),
            *(self.remove_service, self.remove_entity, self.remove_field, self.remove_topic, self.remove_type),
            *(self.change_field, self.call, self.route, self.describe, self.move_host),
            *(self.switch_system, self.switch_environment),
        )
        return self.choose(edits)()

    def add_service(self) -> str:
        if len(self.services) >= MOST:
            return self.add_entity()
        name = self._free(self.services)
        self.services[name] = Service({"Thing": Thing({"label": "string(40)"})})
        return f"add service {name}"

    def remove_service(self) -> str:
        if len(self.services) <= 2:
            return self.add_service()
        name = self.choose(list(self.services))
        del self.services[name]
        for service in self.services.values():
            service.calls.discard(name)
        for topic in [topic for topic, ends in self.ends.items() if name in ends]:
            del self.topics[topic], self.ends[topic]
        return f"remove service {name}"

    def rename_service(self) -> str:
        old, new = self.choose(list(self.services)), self._free(self.services)
        self.services = _renamed(self.services, old, new)
        self.services[new].was = old
        for service in self.services.values():
            service.calls = {new if name == old else name for name in service.calls}
        self.ends = {
            topic: (new if one == old else one, new if other == old else other)
            for topic, (one, other) in self.ends.items()
        }
        return f"rename service {old} to {new}"

    def add_entity(self) -> str:
        name = self.choose(list(self.services))
        entities = self.services[name].entities
        entity = self._free(entities, str.capitalize)
        entities[entity] = Thing({"label": "string(40)"})
        return f"give {name} the entity {entity}"

    def remove_entity(self) -> str:
        having = [name for name, service in self.services.items() if len(service.entities) > 1]
        if not having:
            return self.add_entity()
        name = self.choose(having)
        entity = self.choose(list(self.services[name].entities))
        del self.services[name].entities[entity]
        return f"take the entity {entity} from {name}"

    def rename_entity(self) -> str:
        name = self.choose(list(self.services))
        service = self.services[name]
        old, new = self.choose(list(service.entities)), self._free(service.entities, str.capitalize)
        service.entities = _renamed(service.entities, old, new)
        service.entities[new].was = old
        return f"rename the entity {old} of {name} to {new}"

    def add_field(self) -> str:
        where, thing = self._thing()
        name = f"{self.choose(WORDS)}_value"
        mentioned = [] if where in self.types else [*self.types, *(f"list({each})" for each in self.types)]
        thing.fields[name] = self.choose([*FIELDS, *mentioned])
        return f"give {where} the field {name}"

    def change_field(self) -> str:
        where, thing = self._thing()
        if not thing.fields:
            return self.add_field()
        name = self.choose(list(thing.fields))
        thing.fields[name] = self.choose(FIELDS)
        return f"change {name} of {where}"

    def rename_field(self) -> str:
        where, thing = self._thing()
        if not thing.fields:
            return self.add_field()
        old, new = self.choose(list(thing.fields)), f"{self.choose(WORDS)}_renamed"
        if new not in thing.fields:
            thing.fields = _renamed(thing.fields, old, new)
            thing.fields_were = {new: old}
        return f"rename {old} of {where} to {new}"

    def remove_field(self) -> str:
        where, thing = self._thing()
        if len(thing.fields) < 2:
            return self.add_field()
        name = self.choose(list(thing.fields))
        del thing.fields[name]
        return f"take {name} from {where}"

    def add_topic(self) -> str:
        name = self._free(self.topics, "{}.happened".format)
        ends = (self.choose(list(self.services)), self.choose(list(self.services)))
        self.topics[name], self.ends[name] = Thing(), ends
        return f"add topic {name} from {ends[0]} to {ends[1]}"

    def remove_topic(self) -> str:
        if not self.topics:
            return self.add_topic()
        name = self.choose(list(self.topics))
        del self.topics[name], self.ends[name]
        return f"remove topic {name}"

    def rename_topic(self) -> str:
        if not self.topics:
            return self.add_topic()
        old, new = self.choose(list(self.topics)), self._free(self.topics, "{}.changed".format)
        self.topics, self.ends = _renamed(self.topics, old, new), _renamed(self.ends, old, new)
        self.topics[new].was = old
        return f"rename topic {old} to {new}"

    def add_type(self) -> str:
        name = self._free(self.types, "{}Part".format, str.capitalize)
        self.types[name] = Thing({"amount": "int"})
        return f"add type {name}"

    def remove_type(self) -> str:
        if not self.types:
            return self.add_type()
        name = self.choose(list(self.types))
        del self.types[name]
        self._mention({name: "int = 0", f"list({name})": "text"})
        return f"remove type {name}"

    def rename_type(self) -> str:
        if not self.types:
            return self.add_type()
        old, new = self.choose(list(self.types)), self._free(self.types, "{}Share".format, str.capitalize)
        self.types = _renamed(self.types, old, new)
        self.types[new].was = old
        self._mention({old: new, f"list({old})": f"list({new})"})
        return f"rename type {old} to {new}"

    def call(self) -> str:
        names = list(self.services)
        late = self.choose(names[1:])
        early = self.choose(names[: names.index(late)])
        self.services[late].calls ^= {early}  # in their order alone, so that none call in a circle
        return f"{late} calls {early}, or no longer"

    def route(self) -> str:
        name = self.choose(list(self.services))
        self.services[name].routed ^= True
        return f"route {name}, or no longer"

    def describe(self) -> str:
        name, words = self.choose(list(self.services)), (self.choose(WORDS), self.choose(WORDS))
        self.services[name].description = f"It keeps {words[0]} and {words[1]}."
        return f"describe {name}"

    def move_host(self) -> str:
        self.address = 5 + self.choose(range(6))
        return f"move the host to {self.address}"

    def switch_system(self) -> str:
        name = self.choose(SYSTEMS)
        self.systems ^= {name}
        return f"name the system {name}, or no longer"

    def switch_environment(self) -> str:
        self.environments = ["production"] if len(self.environments) > 1 else ["staging", "production"]
        return "an environment more, or less"

    def _thing(self) -> tuple[str, Thing]:
        entities = {
            f"{name}.{entity}": thing
            for name, service in self.services.items()
            for entity, thing in service.entities.items()
        }
        things = {**entities, **self.topics, **self.types}
        where = self.choose(list(things))
        return where, things[where]

    def _free(self, taken: Iterable[str], *forms: Callable[[str], str]) -> str:
        found = []
        for word in WORDS:
            for form in reversed(forms):
                word = form(word)
            found.append(word)
        return self.choose([word for word in found if word not in taken])

    def _mention(self, instead: dict[str, str]) -> None:
        things = [each for service in self.services.values() for each in service.entities.values()]
        for thing in (*things, *self.topics.values()):
            thing.fields = {name: instead.get(kind, kind) for name, kind in thing.fields.items()}

    def _forget(self) -> None:
        entities = [each for service in self.services.values() for each in service.entities.values()]
        for service in self.services.values():
            service.was = ""
        for thing in (*entities, *self.topics.values(), *self.types.values()):
            thing.was, thing.fields_were = "", {}


def _renamed(things: dict[str, T], old: str, new: str) -> dict[str, T]:
    return {new if name == old else name: thing for name, thing in things.items()}
