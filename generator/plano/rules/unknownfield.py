"""unknown-field: `unique`, `index` or `owner` names a field that its entity does not have."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint, EntityDecl
from plano.language.places import Path, Places
from plano.rules.findings import unknown

CODE = "unknown-field"
EVERY_ROW = ("id", "created_at", "updated_at", "row_version")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """An index may name the entity's fields and what every row has; an owner a field or `id`."""
    for name, service in blueprint.services.items():
        for entity_name, entity in service.entities.items():
            at: Path = ("services", name, "entities", entity_name)
            for field, path, key, rows in _wrong(entity, at):
                known: list[tuple[str, Path]] = [(other, (*at, "fields", other)) for other in entity.fields]
                yield unknown(
                    CODE, f"{key!r} of {entity_name!r} names a field that does not exist", places.value(path),
                    "no field has this name", field, [*known, *((row, ()) for row in rows)], places,
                    decides=key == "owner", otherwise=f"the fields are {', '.join([*entity.fields, *rows])}",
                    related=(Related("in this entity", places.key(at)),), subject=f"service {name}",
                )  # fmt: skip


def _wrong(entity: EntityDecl, at: Path) -> Iterator[tuple[str, Path, str, tuple[str, ...]]]:
    """Each name of no field with its path, the key that names it, and what that key may name beside fields."""
    for key, lists in (("unique", entity.unique), ("index", entity.index)):
        for row, fields in enumerate(lists):
            for column, field in enumerate(fields):
                if field not in entity.fields and field not in EVERY_ROW:
                    yield field, (*at, key, row, column), key, EVERY_ROW
    if entity.owner is not None and entity.owner not in entity.fields and entity.owner != "id":
        yield entity.owner, (*at, "owner"), "owner", ("id",)
