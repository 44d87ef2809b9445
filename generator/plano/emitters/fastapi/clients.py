"""`clients/`: for each service that this one calls a typed client, with classes of its own for what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.arguments import parameters, sending
from plano.emitters.fastapi.classes import ClassView, declared, field_views
from plano.emitters.fastapi.entities import ExportsView, passed_on
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, Union, index, laid, signature, union
from plano.emitters.fastapi.package import maps_of, module_name
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol
from plano.platform.entities import SYSTEM_FIELDS
from plano.platform.model import Call, Endpoint, Entity, Fields, ListShape, OfEntity, OfType, Service, Shape

CLIENT = Symbol("plano_kit.clients", "Client")
_MODEL = Symbol("plano_kit.types", "Model")
_LIST = Symbol("", "list")
_PAGE = Symbol("plano_kit.http.pagination", "Page")


class MethodView(NamedTuple):
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
    """The calls of services of this platform."""
    return tuple(call for call in service.calls if call.kind == "service")


def described(service: Service) -> tuple[Call, ...]:
    """The calls of externals whose OpenAPI file was read; `emitters.fastapi.described` shows them."""
    return tuple(call for call in service.calls if call.api is not None)


def typed(service: Service) -> tuple[Call, ...]:
    """The calls for which a client is generated: any other external is served by the kit's own."""
    return tuple(call for call in service.calls if call.kind == "service" or call.api is not None)


def view(call: Call, classes: frozenset[str]) -> ClientView:
    """The client for `call`, in a package with these classes."""
    imports = Imports(_own(call), classes)
    annotations = Annotations(imports, "..types")
    shown: dict[str, ClassView] = {}
    for entity in call.entities:
        shown[f"{entity.name}Response"] = _response(entity, annotations)
    for endpoint in call.endpoints:
        for shape in maps_of(endpoint):
            shown.setdefault(shape.symbol, _map(shape, endpoint, annotations))
    return ClientView(
        service=call.service,
        classes=tuple(shown.values()),
        name=Code(call.symbol),
        base=Code(imports.use(CLIENT)),
        methods=tuple(_method(endpoint, call, annotations) for endpoint in call.endpoints),
        imports=imports.block(),
    )


def exports(service: Service) -> ExportsView:
    """`clients/__init__.py`."""
    modules = {f".{module_name(call.service)}": (call.symbol,) for call in typed(service)}
    return passed_on("Typed clients of the services that this one calls.", modules)


def _own(call: Call) -> set[str]:
    """The module's classes, and all in lower case that it names: a builtin of that name is imported as another."""
    own = {call.symbol, *[f"{entity.name}Response" for entity in call.entities]}
    fields = [*SYSTEM_FIELDS] if call.entities else []
    for entity in call.entities:
        fields += entity.fields
    for kind in call.types:
        fields += kind.fields
    for endpoint in call.endpoints:
        own.add(endpoint.name)
        fields += (*endpoint.path_fields, *endpoint.query, *endpoint.filters)
        for shape in maps_of(endpoint):
            own.add(shape.symbol)
            fields += shape.fields
    own.update([field.name for field in fields])
    return own


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
            return index(annotations.plain(_LIST), _shape(item, annotations))
