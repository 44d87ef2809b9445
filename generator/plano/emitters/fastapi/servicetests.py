"""`tests/`: a service's endpoints as the blueprint has them, and a row of each table, for what the kit tests of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, call, group, laid, named, parameter
from plano.emitters.fastapi.samples import Samples
from plano.emitters.literals import Code, python
from plano.emitters.typetable import Symbol
from plano.platform.model import Access, Endpoint, Entity, Fields, OfType, Service
from plano.platform.names import pascal

_TESTING = "plano_kit.testing"
_TESTS, _STAND, _ENDPOINT = (Symbol(_TESTING, name) for name in ("ServiceTests", "Stand", "Endpoint"))


@dataclass(frozen=True, slots=True)
class TestsView:
    """The module of a service's tests."""

    service: str
    name: Code
    base: Code
    imports: Code
    stand: Code


def view(service: Service, classes: frozenset[str]) -> TestsView:
    """The tests of `service`."""
    name = f"Test{pascal(service.name)}"
    imports = Imports({name, "number", "stand"}, classes, service.generated)
    base = imports.use(_TESTS)
    items = [named("service", imports.use(Symbol(f"{service.generated}.service", "SERVICE")))]
    endpoints = tuple([_endpoint(each, service, imports) for each in service.endpoints])
    if endpoints:
        items.append(named("endpoints", group(endpoints)))
    rows = tuple(_rows(service, imports))
    if rows:
        items.append(named("rows", group(rows, "{}")))
    stand = laid(call(imports.use(_STAND), *items), 4, len("stand = "))
    return TestsView(service.name, Code(name), Code(base), imports.block(), Code(stand))


def _endpoint(endpoint: Endpoint, service: Service, imports: Imports) -> Node:
    items = [python(endpoint.name), python(endpoint.method), python(endpoint.path), _accesses(endpoint.access)]
    if endpoint.verb is not None:
        items.append(named("verb", python(endpoint.verb)))
        items.append(named("table", imports.use(Symbol(service.generated, endpoint.entity or ""))))
    match endpoint.request:
        case Fields(symbol) | OfType(symbol):
            items.append(named("request", imports.use(Symbol(service.generated, symbol))))
    return call(imports.use(_ENDPOINT), *items)


@lru_cache(maxsize=256)  # many endpoints are open to the same
def _accesses(access: tuple[Access, ...]) -> Node:
    return group(tuple([python(_access(each)) for each in access]))


def _access(access: Access) -> str:
    return f"role({access.role})" if access.kind == "role" else access.kind


def _rows(service: Service, imports: Imports) -> Iterator[Node]:
    samples = Samples(Annotations(imports, service.generated), {kind.name: kind for kind in service.types})
    for entity in service.entities:
        table = imports.use(Symbol(service.generated, entity.name))
        yield parameter(table, call(f"lambda number: {table}", *_members(entity, samples)))


def _members(entity: Entity, samples: Samples) -> Iterator[Node]:
    unique = {name for columns in entity.unique for name in columns}
    for field in entity.fields:
        optional = field.has_default or field.nullable
        if not optional or (field.name in unique and not field.nullable):
            yield named(field.name, samples.numbered(field))
