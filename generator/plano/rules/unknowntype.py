"""unknown-type: a field, a request or a response names a type that is not declared."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint, ShapeName
from plano.language.grammar import SCALARS
from plano.language.places import Path, Places
from plano.rules.findings import unknown
from plano.rules.walk import field_sets, named

CODE = "unknown-type"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Every PascalCase name in a field must stand under `types`; a response may be an entity of its service too.

    The name of an entity is that, and no slip for a type; of the scalars only the one of the same letters is meant.
    """
    types: list[tuple[str, Path]] = [(name, ("types", name)) for name in blueprint.types]
    for found in field_sets(blueprint):
        for field, declared in found.fields.items():
            name = named(declared.type)
            if name is not None and name not in blueprint.types:
                written = found.path if found.role == "path" else (*found.path, field)
                yield unknown(
                    CODE, f"the field {field!r} of {found.owner} has a type that does not exist",
                    places.within(written, name), "no type has this name", name,
                    _candidates(blueprint, found.service, name, types), places,
                    otherwise=_otherwise(blueprint, found.service, name),
                    subject=_subject(found.service, found.path),
                )  # fmt: skip
    for service_name, service in blueprint.services.items():
        for operation_name, operation in service.operations.items():
            path: Path = ("services", service_name, "operations", operation_name)
            request, response = operation.request, operation.response
            if isinstance(request, str) and request not in blueprint.types:
                yield unknown(
                    CODE, f"the request of {operation_name!r} is a type that does not exist",
                    places.value((*path, "request")), "no type has this name", request,
                    [] if request in service.entities else types, places,
                    otherwise=_otherwise(blueprint, service_name, request), subject=f"service {service_name}",
                )  # fmt: skip
            if isinstance(response, ShapeName) and not (
                response.name in blueprint.types or response.name in service.entities
            ):
                entities = [(name, ("services", service_name, "entities", name)) for name in service.entities]
                yield unknown(
                    CODE, f"the response of {operation_name!r} is a type that does not exist",
                    places.within((*path, "response"), response.name), f"no type, and no entity of {service_name!r}",
                    response.name, [*types, *entities], places,
                    otherwise="declare it under 'types', or under the service's 'entities'",
                    subject=f"service {service_name}",
                )  # fmt: skip


def _candidates(
    blueprint: Blueprint, service: str | None, name: str, types: list[tuple[str, Path]]
) -> list[tuple[str, Path]]:
    """What a field's type may have been meant to be."""
    if service is not None and name in blueprint.services[service].entities:
        return []
    return [*types, *((scalar, ()) for scalar in SCALARS if scalar == name.lower())]


def _otherwise(blueprint: Blueprint, service: str | None, name: str) -> str:
    if service is not None and name in blueprint.services[service].entities:
        return f"{name!r} is an entity: refer to a row of it by 'ref({name})', or write its fields out"
    return f"declare it: 'types: {{{name}: {{…}}}}'"


def _subject(service: str | None, path: Path) -> str:
    return f"{str(path[0]).removesuffix('s')} {path[1]}" if service is None else f"service {service}"
