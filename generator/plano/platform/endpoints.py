"""Endpoints: what `expose` opens, and operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plano.language.blueprint import OperationDecl, ServiceDecl, ShapeName
from plano.language.fieldtypes import Scalar
from plano.platform.entities import comparable, filters, prefixes, sorts
from plano.platform.fields import FieldPool, mentioned
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
_STATUSES: dict[Verb, int] = {"list": 200, "get": 200, "create": 201, "update": 200, "delete": 204}
_ID = Scalar("uuid")


def endpoints(
    decl: ServiceDecl, entities: Mapping[str, Entity], pool: FieldPool, *, has_issuer: bool
) -> tuple[Endpoint, ...]:
    """All endpoints of a service but the issuer's own: what it exposes, then its operations."""
    default = decl.access or (Access("user" if has_issuer else "public"),)
    found = [each for name, verbs in decl.expose.items() for each in _exposed(entities[name], verbs, default)]
    found += [_operation(name, each, entities, pool, each.access or default) for name, each in decl.operations.items()]
    return tuple(found)


def types_of(endpoint: Endpoint) -> list[str]:
    """The names of `types` that an endpoint's path, query, body and answer mention; not those of its entity."""
    if endpoint.verb is not None:  # its path has the row's id, and its answer is its entity
        return _shape_types(endpoint.request)
    return [
        *mentioned((*endpoint.path_fields, *endpoint.query)),
        *_shape_types(endpoint.request),
        *_shape_types(endpoint.response),
    ]


def entities_of(endpoint: Endpoint) -> Iterator[str]:
    """The name of the entity that the endpoint answers with, if it does."""
    shape = endpoint.response.item if isinstance(endpoint.response, ListShape) else endpoint.response
    if isinstance(shape, OfEntity):
        yield shape.name


def _exposed(
    entity: Entity, verbs: Mapping[Verb, tuple[Access, ...] | None], default: tuple[Access, ...]
) -> Iterator[Endpoint]:
    key = Field(f"{entity.singular}_id", _ID)
    one = f"{entity.path}/{{{key.name}}}"
    shape = OfEntity(entity.name)
    written = tuple([each for each in entity.fields if not each.readonly])
    for verb, own in verbs.items():
        access = own or default
        if verb == "list":
            yield _list(entity, shape, access)
            continue
        creates = verb == "create"
        changes = creates or verb == "update"
        yield Endpoint(
            name=f"{verb}_{entity.singular}",
            method=_METHODS[verb],
            path=entity.path if creates else one,
            path_fields=() if creates else (key,),
            query=(),
            request=Fields(f"{verb.capitalize()}{entity.name}Request", written) if changes else None,
            response=None if verb == "delete" else shape,
            status=_STATUSES[verb],
            access=access,
            verb=verb,
            entity=entity.name,
        )


def _list(entity: Entity, shape: OfEntity, access: tuple[Access, ...]) -> Endpoint:
    plain = comparable(entity)
    order = sorts(entity, plain, access)
    served = prefixes(entity, plain)
    return Endpoint(
        name=f"list_{entity.plural}",
        method=_METHODS["list"],
        path=entity.path,
        path_fields=(),
        query=(),
        request=None,
        response=ListShape(shape),
        status=_STATUSES["list"],
        access=access,
        verb="list",
        entity=entity.name,
        filters=filters(entity, served),
        prefixes=served,
        sorts=order,
        default_sort=order[0],
    )


def _operation(
    name: str, decl: OperationDecl, entities: Mapping[str, Entity], pool: FieldPool, access: tuple[Access, ...]
) -> Endpoint:
    request: Fields | OfType | None = None
    if isinstance(decl.request, str):
        request = OfType(decl.request)
    elif decl.request is not None:
        request = Fields(f"{pascal(name)}Request", pool.fields(decl.request))
    response = _answer(name, decl, entities, pool)
    return Endpoint(
        name=name,
        method=decl.method,
        path=decl.path.template,
        path_fields=pool.fields(decl.path.fields),
        query=pool.fields(decl.query),
        request=request,
        response=response,
        status=decl.status or (200 if response else 204),
        access=access,
        entity=_owned(response, entities) if any(each.kind == "owner" for each in access) else None,
    )


def _answer(name: str, decl: OperationDecl, entities: Mapping[str, Entity], pool: FieldPool) -> Shape | None:
    match decl.response:
        case None:
            return None
        case ShapeName(of, many):
            item: OfEntity | OfType = OfEntity(of) if of in entities else OfType(of)
            return ListShape(item) if many else item
        case declared:
            return Fields(f"{pascal(name)}Response", pool.fields(declared))


def _owned(response: Shape | None, entities: Mapping[str, Entity]) -> str | None:
    """The entity whose owner is meant: the one answered with, else the only one that has an owner."""
    shape = response.item if isinstance(response, ListShape) else response
    if isinstance(shape, OfEntity) and entities[shape.name].owner:
        return shape.name
    owned = [entity.name for entity in entities.values() if entity.owner]
    return owned[0] if len(owned) == 1 else None


def _shape_types(shape: Shape | None) -> list[str]:
    inner = shape.item if isinstance(shape, ListShape) else shape
    if isinstance(inner, Fields):
        return mentioned(inner.fields)
    return [inner.name] if isinstance(inner, OfType) else []
