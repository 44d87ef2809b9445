"""All fields, types and accesses of a blueprint, each with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from plano.language.blueprint import Blueprint, FieldDecl, ServiceDecl
from plano.language.fieldtypes import FieldType, ListOf, MapOf, Named, Ref
from plano.language.places import Path
from plano.platform.model import Access

Role = Literal["type", "topic", "entity", "request", "response", "query", "path", "config"]


@dataclass(frozen=True, slots=True)
class FieldSet:
    """A map of fields: where it stands, what it is of, and in which service."""

    role: Role
    path: Path
    fields: Mapping[str, FieldDecl]
    service: str | None
    owner: str  # "topic 'orders.placed'"


def field_sets(blueprint: Blueprint) -> Iterator[FieldSet]:
    """Every map of fields, in the blueprint's order."""
    for name, body in blueprint.types.items():
        yield FieldSet("type", ("types", name), body.fields, None, f"type {name!r}")
    for name, topic in blueprint.topics.items():
        yield FieldSet("topic", ("topics", name, "fields"), topic.fields, None, f"topic {name!r}")
    for service_name, service in blueprint.services.items():
        yield from _of_service(service_name, service)


def _of_service(name: str, service: ServiceDecl) -> Iterator[FieldSet]:
    at: Path = ("services", name)
    for entity_name, entity in service.entities.items():
        path = (*at, "entities", entity_name, "fields")
        yield FieldSet("entity", path, entity.fields, name, f"entity {entity_name!r}")
    for operation_name, operation in service.operations.items():
        path = (*at, "operations", operation_name)
        said = f"operation {operation_name!r}"
        yield FieldSet("path", (*path, "path"), operation.path.fields, name, f"the path of {said}")
        yield FieldSet("query", (*path, "query"), operation.query, name, f"the query of {said}")
        if isinstance(operation.request, dict):
            yield FieldSet("request", (*path, "request"), operation.request, name, f"the request of {said}")
        if isinstance(operation.response, dict):
            yield FieldSet("response", (*path, "response"), operation.response, name, f"the response of {said}")
    yield FieldSet("config", (*at, "config"), service.config, name, "the settings")


def leaves(kind: FieldType) -> Iterator[FieldType]:
    """The type inside all lists and maps."""
    while isinstance(kind, ListOf | MapOf):
        kind = kind.item
    yield kind


def named(kind: FieldType) -> Iterator[str]:
    """The names of value objects that a type mentions."""
    return (leaf.name for leaf in leaves(kind) if isinstance(leaf, Named))


def refs(kind: FieldType) -> Iterator[Ref]:
    """The foreign keys that a type mentions."""
    return (leaf for leaf in leaves(kind) if isinstance(leaf, Ref))


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may call one endpoint. `access` is None where neither it nor its service says.

    `path` is where the access is written, or the endpoint where it is not.
    """

    service: str
    endpoint: str
    path: Path
    access: tuple[Access, ...] | None
    entity: str | None
    inherited: bool


def guards(blueprint: Blueprint) -> Iterator[Guard]:
    """The guard of every endpoint that services declare."""
    for name, service in blueprint.services.items():
        at: Path = ("services", name)
        default = service.access
        for entity, verbs in service.expose.items():
            for verb, access in verbs.items():
                path = (*at, "expose", entity, verb)
                yield _guard(name, f"{verb} of {entity}", path, access, (*at, "access"), default, entity)
        for operation_name, operation in service.operations.items():
            path = (*at, "operations", operation_name)
            own = (*path, "access") if operation.access is not None else path
            yield _guard(name, operation_name, own, operation.access, (*at, "access"), default, None)


def _guard(
    service: str,
    endpoint: str,
    path: Path,
    access: tuple[Access, ...] | None,
    default_path: Path,
    default: tuple[Access, ...] | None,
    entity: str | None,
) -> Guard:
    if access is None and default is not None:
        return Guard(service, endpoint, default_path, default, entity, True)
    return Guard(service, endpoint, path, access, entity, False)


def issuers(blueprint: Blueprint) -> tuple[str, ...]:
    """The services that issue tokens; a valid blueprint has at most one."""
    return tuple(name for name, service in blueprint.services.items() if service.issuer)
