"""Endpoints: what `expose` opens, and operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plano.language.blueprint import OperationDecl, ServiceDecl, ShapeName
from plano.language.fieldtypes import Scalar
from plano.platform.entities import filters, prefixes, sorts
from plano.platform.fields import fields, mentioned
from plano.platform.model import (
    Access,
    Endpoint,
    Entity,
    Field,
    Fields,
    ListShape,
    Method,
    OfEntity,
    OfType,
    Shape,
    Verb,
)
from plano.platform.names import pascal

_METHODS: dict[Verb, Method] = {
    "list": "GET", "get": "GET", "create": "POST", "update": "PATCH", "delete": "DELETE",
}  # fmt: skip


def endpoints(decl: ServiceDecl, entities: Mapping[str, Entity], *, has_issuer: bool) -> tuple[Endpoint, ...]:
    """All endpoints of a service but the issuer's own: what it exposes, then its operations."""
    default = decl.access or (Access("user" if has_issuer else "public"),)
    found = [
        _exposed(entities[name], verb, access or default)
        for name, verbs in decl.expose.items()
        for verb, access in verbs.items()
    ]
    found += [_operation(name, each, entities, each.access or default) for name, each in decl.operations.items()]
    return tuple(found)


def types_of(endpoint: Endpoint) -> Iterator[str]:
    """The names of `types` that an endpoint's path, query, body and answer mention; not those of its entity."""
    yield from mentioned((*endpoint.path_fields, *endpoint.query))
    for shape in (endpoint.request, endpoint.response):
        yield from _shape_types(shape)


def entities_of(endpoint: Endpoint) -> Iterator[str]:
    """The name of the entity that the endpoint answers with, if it does."""
    shape = endpoint.response.item if isinstance(endpoint.response, ListShape) else endpoint.response
    if isinstance(shape, OfEntity):
        yield shape.name


def _exposed(entity: Entity, verb: Verb, access: tuple[Access, ...]) -> Endpoint:
    collection = verb in ("list", "create")
    key = f"{entity.singular}_id"
    shape = OfEntity(entity.name)
    order = sorts(entity, access)
    return Endpoint(
        name=f"list_{entity.plural}" if verb == "list" else f"{verb}_{entity.singular}",
        method=_METHODS[verb],
        path=entity.path if collection else f"{entity.path}/{{{key}}}",
        path_fields=() if collection else (Field(key, Scalar("uuid")),),
        query=(),
        request=_body(entity, verb),
        response=None if verb == "delete" else ListShape(shape) if verb == "list" else shape,
        status={"create": 201, "delete": 204}.get(verb, 200),
        access=access,
        verb=verb,
        entity=entity.name,
        filters=filters(entity) if verb == "list" else (),
        prefixes=prefixes(entity) if verb == "list" else (),
        sorts=order if verb == "list" else (),
        default_sort=order[0] if verb == "list" else "-id",
    )


def _body(entity: Entity, verb: Verb) -> Fields | None:
    if verb not in ("create", "update"):
        return None
    written = tuple(each for each in entity.fields if not each.readonly)
    return Fields(f"{verb.capitalize()}{entity.name}Request", written)


def _operation(name: str, decl: OperationDecl, entities: Mapping[str, Entity], access: tuple[Access, ...]) -> Endpoint:
    request: Fields | OfType | None = None
    if isinstance(decl.request, str):
        request = OfType(decl.request)
    elif decl.request is not None:
        request = Fields(f"{pascal(name)}Request", fields(decl.request))
    response = _answer(name, decl, entities)
    return Endpoint(
        name=name,
        method=decl.method,
        path=decl.path.template,
        path_fields=fields(decl.path.fields),
        query=fields(decl.query),
        request=request,
        response=response,
        status=decl.status or (200 if response else 204),
        access=access,
        entity=_owned(response, entities) if any(each.kind == "owner" for each in access) else None,
    )


def _answer(name: str, decl: OperationDecl, entities: Mapping[str, Entity]) -> Shape | None:
    match decl.response:
        case None:
            return None
        case ShapeName(of, many):
            item: OfEntity | OfType = OfEntity(of) if of in entities else OfType(of)
            return ListShape(item) if many else item
        case declared:
            return Fields(f"{pascal(name)}Response", fields(declared))


def _owned(response: Shape | None, entities: Mapping[str, Entity]) -> str | None:
    """The entity whose owner is meant: the one answered with, else the only one that has an owner."""
    shape = response.item if isinstance(response, ListShape) else response
    if isinstance(shape, OfEntity) and entities[shape.name].owner:
        return shape.name
    owned = [entity.name for entity in entities.values() if entity.owner]
    return owned[0] if len(owned) == 1 else None


def _shape_types(shape: Shape | None) -> Iterator[str]:
    match shape:
        case Fields(fields=inner):
            yield from mentioned(inner)
        case OfType(name):
            yield name
        case ListShape(item):
            yield from _shape_types(item)
