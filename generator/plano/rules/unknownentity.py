"""unknown-entity: `expose` or `ref(…)` names an entity that its service does not have."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import in_service, unknown
from plano.rules.walk import ref

CODE = "unknown-entity"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """An entity is known inside its own service alone."""
    for name, service in blueprint.services.items():
        at: Path = ("services", name)
        wrong = [
            (entity, f"service {name!r} exposes an entity that it does not have", places.key((*at, "expose", entity)))
            for entity in service.expose
            if entity not in service.entities
        ]
        for entity_name, entity in service.entities.items():
            for field, declared in entity.fields.items():
                meant = ref(declared.type)
                if meant is not None and meant.entity not in service.entities:
                    span = places.within((*at, "entities", entity_name, "fields", field), meant.entity)
                    wrong.append((meant.entity, f"the field {field!r} of {entity_name!r} refers to no entity", span))
        known = [(entity, (*at, "entities", entity)) for entity in service.entities] if wrong else []
        for used, said, span in wrong:
            elsewhere = next((other for other, body in blueprint.services.items() if used in body.entities), None)
            otherwise = f"declare it under 'entities' of {name!r}"
            if elsewhere is not None:
                otherwise = f"{used!r} belongs to {elsewhere!r}: keep its id as a 'uuid', and call that service"
            yield unknown(
                CODE, said, span, f"no entity of {name!r} has this name", used,
                known if elsewhere is None else [], places,
                otherwise=otherwise, related=in_service(name, places), subject=f"service {name}",
            )  # fmt: skip
