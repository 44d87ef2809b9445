"""owner-without-field: `owner` is asked for, and no field tells who that is."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.fieldtypes import Scalar
from plano.language.places import Path, Places
from plano.rules.findings import error
from plano.rules.walk import guards, issuers

CODE = "owner-without-field"
NOT_AN_ID = "owner-not-an-id"
_ID = Scalar("uuid")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """An entity with access `owner` has an owner field, which is a uuid that is always there.

    Where the issuer has no account, whose `owner` is `id`, another rule speaks; nor is a field `id` judged here.
    """
    seen: set[Path] = set()
    for guard in guards(blueprint, "owner") if issuers(blueprint) else ():
        service = blueprint.services[guard.service]
        entities = service.entities
        asked = entities if guard.entity is None else [guard.entity]
        if any(name not in entities or entities[name].owner is not None for name in asked) or guard.path in seen:
            continue
        if service.issuer and all(entity.owner != "id" for entity in entities.values()):
            continue
        seen.add(guard.path)
        named = guard.entity or guard.service
        yield error(
            CODE, f"{guard.endpoint!r} is for owners, and {named!r} does not say whose a row is",
            places.within(guard.path, "owner"), "", "add 'owner: …' to the entity: the field with the principal's id",
            subject=f"service {guard.service}",
        )  # fmt: skip
    for name, service in blueprint.services.items():
        for entity_name, entity in service.entities.items():
            field = entity.fields.get(entity.owner or "")
            if field is None or entity.owner == "id" or (field.type == _ID and not field.nullable):
                continue
            at: Path = ("services", name, "entities", entity_name)
            yield error(
                NOT_AN_ID, f"the owner of {entity_name!r} is the id of a principal, so a uuid that is always there",
                places.value((*at, "owner")), "", "make the field a 'uuid' without '| null'",
                (Related("the field", places.value((*at, "fields", entity.owner or ""))),), f"service {name}",
            )  # fmt: skip
