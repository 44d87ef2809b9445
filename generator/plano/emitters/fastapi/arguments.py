"""A client's method: its parameters, and the call that sends them."""

from __future__ import annotations

from collections.abc import Iterable

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.layout import Group, Node, Union, call, group, named, parameter, union
from plano.emitters.literals import python
from plano.emitters.typetable import Symbol
from plano.language.fieldtypes import Enum, Scalar
from plano.platform.model import Endpoint, Field, Fields, OfType, ValueType

_ELLIPSIS = Symbol("types", "EllipsisType")
_GIVEN = Symbol("plano_kit.partial", "given")
_STR, _INT = Symbol("", "str"), Symbol("", "int")


def parameters(endpoint: Endpoint, types: Iterable[ValueType], annotations: Annotations) -> list[Node]:
    """The fields of path, query and request, in this order.

    From the first that may be left out on they go by name, where one that may not comes after it. What a PATCH leaves
    out is `...`, since None is a value.
    """
    fixed = [_parameter(field, annotations) for field in (*endpoint.path_fields, *endpoint.query)]
    body = body_fields(endpoint, types)
    if endpoint.verb == "update":
        ellipsis = annotations.plain(_ELLIPSIS)
        changes = [parameter(field.name, _or(annotations.held(field), ellipsis), "...") for field in body]
        version = parameter("row_version", union(annotations.plain(_INT)), "None")
        return [*(each for each, _ in fixed), "*", *changes, version]
    listing = _listing(endpoint, annotations) if endpoint.verb == "list" else []
    return [*_by_name([*fixed, *(_member(field, annotations) for field in body)]), *listing]


def sending(endpoint: Endpoint, types: Iterable[ValueType], answer: str, annotations: Annotations) -> Group:
    """The call of `Client.call` that sends those parameters."""
    more: list[Node] = []
    if endpoint.path_fields:
        more.append(named("values", _members(field.name for field in endpoint.path_fields)))
    query = [field.name for field in endpoint.query]
    if endpoint.verb == "list":
        query += [*(field.name for field in endpoint.filters), *_PAGING]
    if query:
        more.append(named("query", _members(query)))
    if endpoint.request is not None:
        more.append(named("body", _body(endpoint, types, annotations)))
    if endpoint.verb == "update":
        more.append(named("if_match", "None if row_version is None else f'\"{row_version}\"'"))
    return call("self.call", python(endpoint.method), python(endpoint.path), answer, *more)


def body_fields(endpoint: Endpoint, types: Iterable[ValueType]) -> tuple[Field, ...]:
    """The fields of the request's body."""
    match endpoint.request:
        case Fields(fields=fields):
            return fields
        case OfType(name):
            return next(kind.fields for kind in types if kind.name == name)
        case None:
            return ()


_PAGING = ("limit", "cursor", "sort", "count")


def _listing(endpoint: Endpoint, annotations: Annotations) -> list[Node]:
    text, whole = annotations.plain(_STR), annotations.plain(_INT)
    sorts = annotations.held(Field("sort", Enum(endpoint.sorts)))
    truth = annotations.held(Field("count", Scalar("bool")))
    filters = [parameter(field.name, _nullable(annotations.held(field)), "None") for field in endpoint.filters]
    pages = (("limit", whole), ("cursor", text), ("sort", sorts), ("count", truth))
    return ["*", *filters, *(parameter(name, union(kind), "None") for name, kind in pages)]


def _or(written: Node, other: str) -> Union:
    return union(written.of, other, *written.others) if isinstance(written, Union) else union(written, other)


def _nullable(written: Node) -> Union:
    return written if isinstance(written, Union) else union(written)


def _parameter(field: Field, annotations: Annotations) -> tuple[Node, bool]:
    """A query's or a path's, and whether it may be left out: it is not sent then, and the service's default holds."""
    default = annotations.default(field)
    if isinstance(default, Group):
        return parameter(field.name, _nullable(annotations.held(field)), "None"), True
    return parameter(field.name, annotations.held(field), default), default is not None


def _member(field: Field, annotations: Annotations) -> tuple[Node, bool]:
    """One of the body, and whether it may be left out. No default is an object made once for all calls."""
    default = annotations.default(field)
    if isinstance(default, Group):
        return parameter(field.name, _or(annotations.held(field), annotations.plain(_ELLIPSIS)), "..."), True
    return parameter(field.name, annotations.held(field), default), default is not None


def _by_name(written: list[tuple[Node, bool]]) -> list[Node]:
    names = [each for each, _ in written]
    optional = [left_out for _, left_out in written]
    first = optional.index(True) if True in optional else len(names)
    return names if all(optional[first:]) else [*names[:first], "*", *names[first:]]


def _body(endpoint: Endpoint, types: Iterable[ValueType], annotations: Annotations) -> Node:
    fields = body_fields(endpoint, types)
    names: list[Node] = [named(field.name, field.name) for field in fields]
    match endpoint.request:
        case Fields(made):
            pass
        case OfType(name):
            made = annotations.plain(Symbol("..types", name))
        case None:
            raise ValueError(f"{endpoint.name} has no request body")
    if endpoint.verb == "update" or any(isinstance(annotations.default(field), Group) for field in fields):
        return call(f"{made}.model_validate", call(annotations.plain(_GIVEN), *names))
    return call(made, *names)


def _members(names: Iterable[str]) -> Group:
    return group(tuple([f"{python(name)}: {name}" for name in names]), "{}")
