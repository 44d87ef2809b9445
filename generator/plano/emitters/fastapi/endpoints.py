"""`endpoints/` and `operations.py`: a route for each endpoint, thin enough to be read at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from plano.emitters.fastapi.annotations import ANNOTATED, FIELD, Annotations
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import (
    Node,
    Union,
    call,
    group,
    index,
    laid,
    named,
    parameter,
    signature,
    union,
)
from plano.emitters.fastapi.package import free_resource_name, module_name
from plano.emitters.literals import Code, python
from plano.emitters.typetable import Symbol
from plano.language.fieldtypes import Scalar
from plano.platform.model import (
    Access,
    Endpoint,
    Entity,
    Field,
    Fields,
    ListShape,
    OfEntity,
    OfType,
    Service,
    Shape,
)

_INT32 = (-(2**31), 2**31 - 1)
_DEPENDS = Symbol("fastapi", "Depends")
_CALL = Symbol("plano_kit.http.call", "Call")
_CALLS = Symbol("plano_kit.http.call", "calls")
_PAGE_QUERY = Symbol("plano_kit.http.pagination", "PageQuery")
_PAGE = Symbol("plano_kit.http.pagination", "page_query")
_RESPONSE = Symbol("fastapi", "Response")
_ROUTER = Symbol("fastapi", "APIRouter")
_HANDLERS = Symbol(".binding", "handlers")
_LIST = Symbol("", "list")
_ROLE = Symbol("plano_kit.auth.principal", "role")
_PRINCIPALS = {kind: Symbol(_ROLE.module, kind.upper()) for kind in ("public", "user", "owner", "service")}


class RouteView(NamedTuple):
    """One route: its decorator, its first line, and what it returns."""

    decorator: Code
    signature: Code
    answer: Code


@dataclass(frozen=True, slots=True)
class RoutesView:
    """A module of routes."""

    description: str
    tag: str
    imports: Code
    router: Code
    routes: tuple[RouteView, ...]


def exposed(entity: Entity, service: Service, classes: frozenset[str]) -> RoutesView:
    """`endpoints/<entity>.py`: what `expose` opens of it."""
    found = [each for each in service.endpoints if each.verb and each.entity == entity.name]
    writer = _Writer(classes, found, "..")
    constant = free_resource_name(entity, classes)
    resource = writer.use(Symbol(f"..entities.{module_name(entity.name)}", constant))
    routes = tuple([writer.exposed(each, resource) for each in found])
    return writer.module(f"What is open of {entity.name}.", entity.name, routes)


def operations(service: Service, classes: frozenset[str]) -> RoutesView:
    """`operations.py`: the endpoints whose work is written by hand."""
    found = operations_of(service)
    writer = _Writer(classes, found, ".")
    handlers = writer.use(_HANDLERS)
    routes = tuple([writer.operation(each, handlers) for each in found])
    return writer.module("The endpoints whose work is written by hand.", "Operations", routes)


def operations_of(service: Service) -> list[Endpoint]:
    """The endpoints that have a handler."""
    return [each for each in service.endpoints if each.verb is None]


def exposed_entities(service: Service) -> list[Entity]:
    """The entities of which something is open."""
    names = {each.entity for each in service.endpoints if each.verb}
    return [entity for entity in service.entities if entity.name in names]


class _Writer:
    """Writes the routes of one module; `package` is the way from it to the package, `.` or `..`."""

    def __init__(self, classes: frozenset[str], found: Iterable[Endpoint], package: str) -> None:
        taken = {field.name for each in found for field in (*each.path_fields, *each.query, *each.filters)}
        taken |= {each.name for each in found}
        self._imports = Imports(taken, classes)
        self.use = self._imports.use
        self._annotations = Annotations(self._imports, f"{package}types")
        self._package = package
        self._schemas, self._types = f"{package}schemas", f"{package}types"
        self._call, self._paging, self._body = (_free(name, taken) for name in ("call", "page", "request"))
        self._ctx = _free("ctx", taken)
        self._response = self.use(_RESPONSE)
        self._depends, self._calls, self._annotated = self.use(_DEPENDS), self.use(_CALLS), self.use(ANNOTATED)
        self._callers: dict[tuple[Access, ...], Node] = {}  # most endpoints of a module are open to the same
        self._called = index(self.use(_CALL), self.use(Symbol(f"{package}context", "Context")))

    def module(self, description: str, tag: str, routes: tuple[RouteView, ...]) -> RoutesView:
        router = self.use(_ROUTER)
        return RoutesView(description, tag, self._imports.block(), Code(f"{router}(tags=[{python(tag)}])"), routes)

    def exposed(self, endpoint: Endpoint, resource: str) -> RouteView:
        parameters = self._path(endpoint)
        arguments: list[Node] = [self._call, *(field.name for field in endpoint.path_fields)]
        if endpoint.request is not None:
            parameters.append(parameter(self._body, self._shape(endpoint.request)))
            arguments.append(self._body)
        parameters.append(self._caller(endpoint.access))
        if endpoint.verb == "list":
            depends = call(self._depends, self.use(_PAGE))
            parameters.append(parameter(self._paging, index(self._annotated, self.use(_PAGE_QUERY), depends)))
            parameters += [parameter(field.name, union(self._asked(field)), "None") for field in endpoint.filters]
            filters = group(tuple([f"{python(field.name)}: {field.name}" for field in endpoint.filters]), "{}")
            arguments += [self._paging, filters]
        return self._route(endpoint, parameters, call(f"await {resource}.{endpoint.verb}", *arguments))

    def operation(self, endpoint: Endpoint, handlers: str) -> RouteView:
        parameters = self._path(endpoint)
        arguments = [field.name for field in (*endpoint.path_fields, *endpoint.query)]
        if endpoint.request is not None:
            parameters.append(parameter(self._body, self._shape(endpoint.request)))
            arguments.append(self._body)
        parameters.append(self._caller(endpoint.access))
        parameters += [self._query(field) for field in sorted(endpoint.query, key=_optional)]
        work: list[Node] = [f"lambda {self._ctx}: {handlers}.{endpoint.name}({', '.join([*arguments, self._ctx])})"]
        if endpoint.response is not None:
            work.append(self._shape(endpoint.response))
            if endpoint.status != 200:
                work.append(named("status", str(endpoint.status)))
        return self._route(endpoint, parameters, call(f"await {self._call}.run", *work))

    def _route(self, endpoint: Endpoint, parameters: list[Node], answer: Node) -> RouteView:
        told = [python(endpoint.path), named("operation_id", python(endpoint.name))]
        if endpoint.status != 200:
            told.append(named("status_code", str(endpoint.status)))
        return RouteView(
            Code(laid(call(f"@router.{endpoint.method.lower()}", *told), 0)),
            Code(signature(f"async def {endpoint.name}", parameters, f" -> {self._response}:", 0)),
            Code(laid(answer, 4, len("return "))),
        )

    def _path(self, endpoint: Endpoint) -> list[Node]:
        return [parameter(field.name, self._asked(field)) for field in endpoint.path_fields]

    def _caller(self, access: tuple[Access, ...]) -> Node:
        caller = self._callers.get(access)
        if caller is None:
            depends = call(self._depends, call(self._calls, *map(self._access, access)))
            caller = parameter(self._call, index(self._annotated, self._called, depends))
            self._callers[access] = caller
        return caller

    def _access(self, access: Access) -> str:
        if access.kind == "role":
            return f"{self.use(_ROLE)}({python(access.role)})"
        return self.use(_PRINCIPALS[access.kind])

    def _query(self, field: Field) -> Node:
        default = self._annotations.default(field)
        asked = self._asked(field)
        return parameter(field.name, union(asked) if field.nullable else asked, default)

    def _asked(self, field: Field) -> Node:
        """The annotation in a URL, where a number or a truth value is a text like all else."""
        annotations, kind = self._annotations, field.type
        if isinstance(kind, Scalar) and kind.name in ("int", "float", "bool"):
            bounds = _bounds(kind, field)
            plain = self.use(Symbol("", kind.name))
            return index(self._annotated, plain, call(self.use(FIELD), *bounds)) if bounds else plain
        written = annotations.wire(field)
        return written.of if isinstance(written, Union) else written

    def _shape(self, shape: Shape) -> str:
        match shape:
            case Fields(symbol):
                return self.use(Symbol(self._schemas, symbol))
            case OfType(name):
                return self.use(Symbol(self._types, name))
            case OfEntity(name):
                return self.use(Symbol(f"{self._package}entities.{module_name(name)}", f"{name}Response"))
            case ListShape(item):
                return f"{self.use(_LIST)}[{self._shape(item)}]"


def _bounds(kind: Scalar, field: Field) -> list[Node]:
    low: int | float | None = _INT32[0] if kind.name == "int" else None
    high: int | float | None = _INT32[1] if kind.name == "int" else None
    low = low if field.minimum is None else field.minimum
    high = high if field.maximum is None else field.maximum
    found: list[Node] = [named(name, python(bound)) for name, bound in (("ge", low), ("le", high)) if bound is not None]
    return [*found, named("allow_inf_nan", "False")] if kind.name == "float" else found


def _optional(field: Field) -> bool:
    return field.has_default or field.nullable


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name
