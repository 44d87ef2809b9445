"""The names in code that follow from a blueprint, before and after: what hand-written Python has to take up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plano.emitters.fastapi.endpoints import operations_of
from plano.emitters.fastapi.events import shared
from plano.emitters.fastapi.package import events_of, maps_of, module_name, resource_name
from plano.platform.model import Call, Entity, Field, Platform, Service

Renames = dict[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """What changed, each time old → new. A module is named by its dotted path, as it was before.

    `modules` are modules; `symbols` the classes, constants and functions of one; `fields` the fields of a class,
    by module and class; `clients` the attributes of `ctx.clients` in a package; `methods` a client's methods, by
    package and attribute. `makings` are the events that are made of less of a row than before. A package stands for
    all its modules but those of its clients.
    """

    modules: Renames = field(default_factory=dict)
    symbols: dict[str, Renames] = field(default_factory=dict)
    fields: dict[tuple[str, str], Renames] = field(default_factory=dict)
    clients: dict[str, Renames] = field(default_factory=dict)
    methods: dict[tuple[str, str], Renames] = field(default_factory=dict)
    makings: frozenset[tuple[str, str]] = frozenset()
    packages: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """The old names that say what they are wherever they stand: packages, classes, functions."""
        renames = [*self.symbols.values(), *self.methods.values()]
        return frozenset(self.modules) | {old for each in renames for old in each}

    def module(self, dotted: str) -> str:
        """The new path of a module; its own where nothing of it changed."""
        for length in range(dotted.count(".") + 1, 0, -1):
            head = ".".join(dotted.split(".")[:length])
            if head in self.modules:
                return self.modules[head] + dotted.removeprefix(head)
        return dotted

    def home(self, dotted: str) -> str:
        """Under which module the names of a module are kept: itself, or its package."""
        parts = dotted.split(".")
        if parts[0] in self.packages:
            return dotted if parts[1:2] == ["clients"] and len(parts) > 2 else parts[0]
        return dotted

    def symbol(self, dotted: str, name: str) -> str:
        """The new name of what a module calls `name`."""
        return self.symbols.get(self.home(dotted), {}).get(name, name)


def names(old: Platform, new: Platform) -> Names:
    """All names in code that differ between two platforms that are one but for names."""
    found = Names(packages=frozenset(each.generated for each in old.services))
    makings: set[tuple[str, str]] = set()
    for before, after in zip(old.services, new.services, strict=True):
        if before.ejected:  # its package is yours, and is called what you call it
            continue
        _service(before, after, found)
        makings |= {(before.generated, symbol) for symbol in _shrunk(before, after)}
    kept = {module: changed for module, changed in found.symbols.items() if changed}
    return Names(
        modules={one: other for one, other in found.modules.items() if one != other},
        symbols=kept,
        fields={key: changed for key, changed in found.fields.items() if changed},
        clients={key: changed for key, changed in found.clients.items() if changed},
        methods={key: changed for key, changed in found.methods.items() if changed},
        makings=frozenset(makings),
        packages=found.packages,
    )


def _service(old: Service, new: Service, to: Names) -> None:
    package = old.generated
    to.modules[package] = new.generated
    to.modules[f"services.{old.package}"] = f"services.{new.package}"
    to.symbols[package] = _changed(_symbols(old), _symbols(new))
    to.symbols[f"services.{old.package}.handlers"] = _changed(_handlers(old), _handlers(new))
    for one, other in zip(old.entities, new.entities, strict=True):
        inner = f"entities.{module_name(one.name)}", f"entities.{module_name(other.name)}"
        to.modules[f"{package}.{inner[0]}"] = f"{new.generated}.{inner[1]}"
    for (name, fields), (_, others) in zip(_classes(old), _classes(new), strict=True):
        to.fields[package, name] = _fields(fields, others)
    to.clients[package] = _changed(
        (module_name(each.service) for each in old.calls), (module_name(each.service) for each in new.calls)
    )
    for call, later in zip(old.calls, new.calls, strict=True):
        attribute = module_name(call.service)
        module = f"{package}.clients.{attribute}"
        to.modules[module] = f"{new.generated}.clients.{module_name(later.service)}"
        to.symbols[module] = _changed(_of_client(call), _of_client(later))
        to.methods[package, attribute] = _changed(_methods(call), _methods(later))
        for (name, fields), (_, others) in zip(_client_classes(call), _client_classes(later), strict=True):
            to.fields[module, name] = _fields(fields, others)


def _symbols(service: Service) -> Iterator[str]:
    yield from (name for name, _ in _classes(service))
    yield from (resource_name(entity, service) for entity in service.entities)
    yield from (call.symbol for call in service.calls)


def _handlers(service: Service) -> Iterator[str]:
    yield from (each.name for each in operations_of(service))
    yield from (each.handler for each in service.consumes)


def _classes(service: Service) -> Iterator[tuple[str, tuple[Field, ...]]]:
    """Every class of the package that has fields."""
    yield from ((kind.name, kind.fields) for kind in service.types)
    yield from _of_entities(service.entities, own=True)
    yield from ((topic.symbol, topic.fields) for topic in events_of(service))
    for endpoint in service.endpoints:
        yield from ((shape.symbol, shape.fields) for shape in maps_of(endpoint))


def _of_entities(entities: Iterable[Entity], *, own: bool) -> Iterator[tuple[str, tuple[Field, ...]]]:
    for entity in entities:
        yield f"{entity.name}Response", entity.fields
        if own:
            yield entity.name, entity.fields


def _client_classes(call: Call) -> Iterator[tuple[str, tuple[Field, ...]]]:
    yield from _of_entities(call.entities, own=False)
    for endpoint in call.endpoints:
        yield from ((shape.symbol, shape.fields) for shape in maps_of(endpoint))


def _of_client(call: Call) -> Iterator[str]:
    yield call.symbol
    yield from (name for name, _ in _client_classes(call))


def _methods(call: Call) -> Iterator[str]:
    yield from (endpoint.name for endpoint in call.endpoints)


def _shrunk(old: Service, new: Service) -> Iterator[str]:
    """Events that share fewer fields with a row than before, by their old class."""
    for topic, later in zip(old.publishes, new.publishes, strict=True):
        for entity, other in zip(old.entities, new.entities, strict=True):
            if len(shared(later, other)) < len(shared(topic, entity)):
                yield topic.symbol


def _fields(old: Iterable[Field], new: Iterable[Field]) -> Renames:
    return _changed((each.name for each in old), (each.name for each in new))


def _changed(old: Iterable[str], new: Iterable[str]) -> Renames:
    return {one: other for one, other in zip(old, new, strict=True) if one != other}
