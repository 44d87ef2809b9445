"""The JSON bodies of requests and responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plano.emitters.contracts.openapi.components import Components, schema_ref
from plano.emitters.contracts.shapes import always, mandatory, never, object_schema
from plano.emitters.typetable import json_schema
from plano.language.fieldtypes import Scalar
from plano.platform.endpoints import entities_of, types_of
from plano.platform.fields import mentioned, reached
from plano.platform.model import Endpoint, Entity, Field, Fields, ListShape, OfEntity, OfType, Service, Shape

# What every row has beside its fields, as its response shows it.
ROW_HEAD = (
    Field("id", Scalar("uuid"), description="UUIDv7: sorts by creation."),
    Field("created_at", Scalar("datetime")),
    Field("updated_at", Scalar("datetime")),
    Field("row_version", Scalar("int"), minimum=1, description="The number in the ETag."),
)
_ROW_HEAD = {field.name: json_schema(field, schema_ref) for field in ROW_HEAD}


def request_schema(endpoint: Endpoint, components: Components) -> dict[str, object]:
    """The reference to the schema of the request's body, which it must have.

    A field map refuses what it does not know; in a PATCH every member may be left out.
    """
    match endpoint.request:
        case Fields(symbol, fields):
            partial = endpoint.verb == "update"
            members = map(_without_default, fields) if partial else fields
            required = never if partial else mandatory
            return components.schema(symbol, object_schema(members, schema_ref, required=required, closed=True))
        case OfType(name):
            return {"$ref": schema_ref(name)}
        case None:
            raise ValueError(f"{endpoint.name} has no request body")


def _without_default(field: Field) -> Field:
    return replace(field, has_default=False, default=None) if field.has_default else field


def response_schema(shape: Shape, service: Service, components: Components) -> dict[str, object]:
    """The schema of a response's body; entities and field maps are always sent whole."""
    match shape:
        case Fields(symbol, fields):
            return components.schema(symbol, object_schema(fields, schema_ref, required=always))
        case OfType(name):
            return {"$ref": schema_ref(name)}
        case OfEntity(name):
            return entity_schema(entity_of(service, name), components)
        case ListShape(item):
            return {"type": "array", "items": response_schema(item, service, components)}


def page_schema(entity: Entity, components: Components) -> dict[str, object]:
    """One page of a list."""
    return components.own(
        f"{entity.name}Page",
        {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": entity_schema(entity, components), "maxItems": 200},
                "next": {"type": ["string", "null"], "description": "The next page's `cursor`; null on the last."},
                "count": {"type": "integer", "minimum": 0, "description": "How many there are, where asked for."},
            },
            "required": ["items", "next"],
        },
    )


def entity_schema(entity: Entity, components: Components) -> dict[str, object]:
    """A row as its response shows it: all but what is `writeonly`."""

    def schema() -> dict[str, object]:
        shown = (field for field in entity.fields if not field.writeonly)
        properties = {**_ROW_HEAD, **{field.name: json_schema(field, schema_ref) for field in shown}}
        return {"type": "object", "properties": properties, "required": list(properties)}

    return components.once(f"{entity.name}Response", entity, schema)


def type_schemas(endpoints: Iterable[Endpoint], service: Service, components: Components) -> None:
    """The schemas of the shared types that these endpoints take or give; what only events hold is no part of it."""
    types = {kind.name: kind for kind in service.types}
    if not types:
        return
    for kind in reached(_types(endpoints, service), types):
        components.schema(kind.name, object_schema(kind.fields, schema_ref))


def _types(endpoints: Iterable[Endpoint], service: Service) -> Iterator[str]:
    seen: set[str] = set()
    for endpoint in endpoints:
        if endpoint.request or not endpoint.verb:  # what `expose` opens has an id in its path, and no query
            yield from types_of(endpoint)
        for name in entities_of(endpoint):
            if name not in seen:
                seen.add(name)
                yield from mentioned(entity_of(service, name).fields)


def entity_of(service: Service, name: str) -> Entity:
    """The service's entity of that name; KeyError if there is none."""
    for entity in service.entities:
        if entity.name == name:
            return entity
    raise KeyError(name)
