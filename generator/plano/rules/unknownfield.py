"""unknown-field: `unique`, `index` or `owner` names a field that its entity does not have."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import unknown

CODE = "unknown-field"
EVERY_ROW = ("id", "created_at", "updated_at", "row_version")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """An index may name the entity's fields and what every row has; an owner a field or `id`."""
    for name, service in blueprint.services.items():
        for entity_name, entity in service.entities.items():
            at: Path = ("services", name, "entities", entity_name)
            uses: list[tuple[str, Path, str]] = []
            for key, lists in (("unique", entity.unique), ("index", entity.index)):
                for row, fields in enumerate(lists):
                    uses += [(field, (*at, key, row, column), key) for column, field in enumerate(fields)]
            rows: tuple[str, ...] = EVERY_ROW
            if entity.owner is not None:
                uses.append((entity.owner, (*at, "owner"), "owner"))
            known: list[tuple[str, Path]] = [(field, (*at, "fields", field)) for field in entity.fields]
            for field, path, key in uses:
                rows = ("id",) if key == "owner" else EVERY_ROW
                if field not in entity.fields and field not in rows:
                    yield unknown(
                        CODE, f"{key!r} of {entity_name!r} names a field that does not exist", places.value(path),
                        "no field has this name", field, [*known, *((row, ()) for row in rows)], places,
                        otherwise=f"the fields are {', '.join([*entity.fields, *rows])}",
                        related=(Related("in this entity", places.key(at)),), subject=f"service {name}",
                    )  # fmt: skip
