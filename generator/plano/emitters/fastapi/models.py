"""All files of a service's package that say what its data is: value types, tables, schemas, events, clients."""

from __future__ import annotations

from collections.abc import Iterator

from plano.emitters.base import FileSpec, Parts
from plano.emitters.fastapi import clients, entities, events, schemas, tables, types
from plano.emitters.fastapi.package import (
    EMITTER,
    events_of,
    maps_of,
    module_name,
    package_folder,
    subject_of,
    template,
)
from plano.platform.model import Service


def model_files(service: Service, classes: frozenset[str]) -> Iterator[FileSpec]:
    """The model side of a package with these classes; a module that would hold nothing is not made."""
    subject, folder = subject_of(service), package_folder(service)
    for path, name, view in _modules(service, classes):
        yield FileSpec(EMITTER, subject, f"{folder}/{path}", template(name), view)


def has_schemas(service: Service) -> bool:
    """Whether `schemas.py` holds anything."""
    return service.issuer is not None or any(map(maps_of, service.endpoints))


def _modules(service: Service, classes: frozenset[str]) -> Iterator[tuple[str, str, Parts]]:
    if service.types:
        yield "types.py", "classes", Parts(types.view, (service, classes))
    if service.database is not None:
        yield "tables.py", "tables", Parts(tables.view, (service,))
    if service.entities:
        yield "entities/__init__.py", "exports", Parts(entities.exports, (service, classes))
    for entity in service.entities:
        yield f"entities/{module_name(entity.name)}.py", "entity", Parts(entities.view, (entity, service, classes))
    if has_schemas(service):
        yield "schemas.py", "classes", Parts(schemas.view, (service, classes))
    if events_of(service):
        yield "events.py", "events", Parts(events.view, (service, classes))
    called, externals = clients.called(service), clients.described(service)
    if called or externals:
        yield "clients/__init__.py", "exports", Parts(clients.exports, (service,))
    for call in called:
        yield f"clients/{module_name(call.service)}.py", "client", Parts(clients.view, (call, classes))
    if externals:
        from plano.emitters.fastapi import described  # few blueprints have such files, and none else needs it

        for call in externals:
            yield f"clients/{module_name(call.service)}.py", "described", Parts(described.view, (call, classes))
