"""All fields, types and accesses of a blueprint, each with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from plano.language.blueprint import Blueprint, FieldDecl, ServiceDecl
from plano.language.fieldtypes import FieldType, ListOf, MapOf, Named, Ref, Scalar
from plano.language.places import Path
from plano.platform.model import Access

Role = Literal["type", "topic", "entity", "request", "response", "query", "path", "config"]
Asked = Literal["public", "user", "owner", "role", "service"]
_HOLDERS = (ListOf, MapOf)


class FieldSet(NamedTuple):
    """A map of fields: where it stands, what it is of, and in which service.

    A NamedTuple, since it is made for every map of a blueprint and by every rule that looks at fields.
    """

    role: Role
    path: Path
    fields: Mapping[str, FieldDecl]
    service: str | None

    @property
    def owner(self) -> str:
        """What the fields are of, as a message says it: `topic 'orders.placed'`."""
        match self.role:
            case "type" | "topic":
                return f"{self.role} {self.path[1]!r}"
            case "entity":
                return f"entity {self.path[3]!r}"
            case "config":
                return "the settings"
            case part:
                return f"the {part} of operation {self.path[3]!r}"


def field_sets(blueprint: Blueprint) -> Iterator[FieldSet]:
    """Every map that has a field, in the blueprint's order."""
    for name, body in blueprint.types.items():
        yield FieldSet("type", ("types", name), body.fields, None)
    for name, topic in blueprint.topics.items():
        yield FieldSet("topic", ("topics", name, "fields"), topic.fields, None)
    for service_name, service in blueprint.services.items():
        yield from _of_service(service_name, service)


def _of_service(name: str, service: ServiceDecl) -> Iterator[FieldSet]:
    at: Path = ("services", name)
    for entity_name, entity in service.entities.items():
        yield FieldSet("entity", (*at, "entities", entity_name, "fields"), entity.fields, name)
    for operation_name, operation in service.operations.items():
        path = (*at, "operations", operation_name)
        if operation.path.fields:
            yield FieldSet("path", (*path, "path"), operation.path.fields, name)
        if operation.query:
            yield FieldSet("query", (*path, "query"), operation.query, name)
        if isinstance(operation.request, dict):
            yield FieldSet("request", (*path, "request"), operation.request, name)
        if isinstance(operation.response, dict):
            yield FieldSet("response", (*path, "response"), operation.response, name)
    if service.config:
        yield FieldSet("config", (*at, "config"), service.config, name)


def leaf(kind: FieldType) -> FieldType:
    """The type inside all lists and maps."""
    while isinstance(kind, _HOLDERS):
        kind = kind.item
    return kind


def named(kind: FieldType) -> str | None:
    """The name of the value object that a type mentions, None if it mentions none."""
    if isinstance(kind, Scalar):
        return None
    inner = leaf(kind)
    return inner.name if isinstance(inner, Named) else None


def ref(kind: FieldType) -> Ref | None:
    """The foreign key that a type is, or that its lists and maps hold."""
    if isinstance(kind, Scalar):
        return None
    inner = leaf(kind)
    return inner if isinstance(inner, Ref) else None


class Guard(NamedTuple):
    """Who may call one endpoint. `access` is None where neither it nor its service says.

    `path` is where the access is written, or the endpoint where it is not. A NamedTuple as `FieldSet` is.
    """

    service: str
    endpoint: str
    path: Path
    access: tuple[Access, ...] | None
    entity: str | None
    inherited: bool


def guards(blueprint: Blueprint, asked: Asked | None = None) -> Iterator[Guard]:
    """The guard of every endpoint that services declare; only those that name the kind of access `asked`, if given."""
    for name, service in blueprint.services.items():
        at: Path = ("services", name)
        for entity, verbs in service.expose.items():
            for verb, own in verbs.items():
                access = service.access if own is None else own
                if asked is None or _names(asked, access):
                    inherited = own is None and access is not None
                    path = (*at, "access") if inherited else (*at, "expose", entity, verb)
                    yield Guard(name, f"{verb} of {entity}", path, access, entity, inherited)
        for operation_name, operation in service.operations.items():
            own = operation.access
            access = service.access if own is None else own
            if asked is None or _names(asked, access):
                inherited = own is None and access is not None
                endpoint: Path = (*at, "operations", operation_name)
                path = (*at, "access") if inherited else endpoint if own is None else (*endpoint, "access")
                yield Guard(name, operation_name, path, access, None, inherited)


def _names(asked: Asked, access: tuple[Access, ...] | None) -> bool:
    if access is not None:
        for each in access:
            if each.kind == asked:
                return True
    return False


def issuers(blueprint: Blueprint) -> tuple[str, ...]:
    """The services that issue tokens; a valid blueprint has at most one."""
    return tuple(name for name, service in blueprint.services.items() if service.issuer)
