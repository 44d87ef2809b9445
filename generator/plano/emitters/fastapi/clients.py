"""`clients/`: for each service that this one calls a typed client, with classes of its own for what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.arguments import parameters, sending
from plano.emitters.fastapi.classes import ClassView, declared, field_views
from plano.emitters.fastapi.entities import ExportsView, export_list
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, Union, index, laid, signature, union
from plano.emitters.fastapi.package import maps_of, module_name, symbols
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol
from plano.platform.entities import SYSTEM_FIELDS
from plano.platform.model import Call, Endpoint, Entity, Fields, ListShape, OfEntity, OfType, Service, Shape

CLIENT = Symbol("plano_kit.clients", "Client")
_MODEL = Symbol("plano_kit.types", "Model")
_PAGE = Symbol("plano_kit.http.pagination", "Page")


@dataclass(frozen=True, slots=True)
class MethodView:
    """One endpoint as a method."""

    signature: Code
    title: str
    sent: Code


@dataclass(frozen=True, slots=True)
class ClientView:
    """One module of `clients/`."""

    service: str
    imports: Code
    classes: tuple[ClassView, ...]
    name: Code
    base: Code
    methods: tuple[MethodView, ...]


def called(service: Service) -> tuple[Call, ...]:
    """The calls for which a client is generated; externals are served by the kit's own."""
    return tuple(call for call in service.calls if call.kind == "service")


def view(call: Call, service: Service) -> ClientView:
    """The client with which `service` makes `call`."""
    made = frozenset(_classes(call))
    imports = Imports(made | set(_names(call)) | {call.symbol}, symbols(service))
    annotations = Annotations(imports, "..types")
    classes: dict[str, ClassView] = {}
    for entity in call.entities:
        classes[f"{entity.name}Response"] = _response(entity, annotations)
    for endpoint in call.endpoints:
        for shape in maps_of(endpoint):
            classes.setdefault(shape.symbol, _map(shape, endpoint, annotations))
    return ClientView(
        service=call.service,
        classes=tuple(classes.values()),
        name=Code(call.symbol),
        base=Code(imports.use(CLIENT)),
        methods=tuple(_method(endpoint, call, annotations) for endpoint in call.endpoints),
        imports=imports.block(),
    )


def exports(service: Service) -> ExportsView:
    """`clients/__init__.py`."""
    imports = Imports(())
    names = [call.symbol for call in called(service)]
    for call in called(service):
        imports.use(Symbol(f".{module_name(call.service)}", call.symbol))
    return ExportsView("Typed clients of the services that this one calls.", imports.block(), export_list(names))


def _classes(call: Call) -> Iterator[str]:
    yield from (f"{entity.name}Response" for entity in call.entities)
    for endpoint in call.endpoints:
        yield from (shape.symbol for shape in maps_of(endpoint))


def _names(call: Call) -> Iterator[str]:
    """Everything in lower case that the module names: a builtin or a type of that name must be imported as another."""
    for endpoint in call.endpoints:
        yield endpoint.name
        yield from (field.name for field in (*endpoint.path_fields, *endpoint.query, *endpoint.filters))
        yield from (field.name for shape in maps_of(endpoint) for field in shape.fields)
    yield from (field.name for entity in call.entities for field in (*SYSTEM_FIELDS, *entity.fields))
    yield from (field.name for kind in call.types for field in kind.fields)


def _response(entity: Entity, annotations: Annotations) -> ClassView:
    shown = (*SYSTEM_FIELDS, *(field for field in entity.fields if not field.writeonly))
    views = field_views(annotations, shown, limits=False)
    return ClassView(Code(f"{entity.name}Response"), Code(annotations.plain(_MODEL)), views)


def _map(shape: Fields, endpoint: Endpoint, annotations: Annotations) -> ClassView:
    if endpoint.verb == "update":
        wires = ((field.name, annotations.wire(field, limits=False)) for field in shape.fields)
        views = tuple(declared(name, wire if isinstance(wire, Union) else union(wire), "None") for name, wire in wires)
    else:
        views = field_views(annotations, shape.fields, limits=False)
    return ClassView(Code(shape.symbol), Code(annotations.plain(_MODEL)), views)


def _method(endpoint: Endpoint, call: Call, annotations: Annotations) -> MethodView:
    answer = _answer(endpoint, annotations)
    wanted: list[Node] = ["self", *parameters(endpoint, call.types, annotations)]
    sent = sending(endpoint, call.types, answer or "None", annotations)
    await_ = "await " if answer is None else "return await "
    return MethodView(
        signature=Code(signature(f"async def {endpoint.name}", wanted, f" -> {answer or 'None'}:", 4)),
        title=f"`{endpoint.method} {endpoint.path}`",
        sent=Code(await_ + laid(sent, 8, len(await_))),
    )


def _answer(endpoint: Endpoint, annotations: Annotations) -> Node | None:
    shape = endpoint.response
    if endpoint.verb == "list" and isinstance(shape, ListShape):
        return index(annotations.plain(_PAGE), _shape(shape.item, annotations))
    return None if shape is None else _shape(shape, annotations)


def _shape(shape: Shape, annotations: Annotations) -> Node:
    match shape:
        case Fields(symbol):
            return symbol
        case OfEntity(name):
            return f"{name}Response"
        case OfType(name):
            return annotations.plain(Symbol("..types", name))
        case ListShape(item):
            return index(annotations.plain(Symbol("", "list")), _shape(item, annotations))
