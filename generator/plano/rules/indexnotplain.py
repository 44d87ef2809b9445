"""index-not-plain: a column that cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.fieldtypes import Enum, FieldType, Ref, Scalar
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "index-not-plain"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """`unique` and `index` take plain values, enums and refs: no lists, maps, objects or json."""
    for name, service in blueprint.services.items():
        for entity_name, entity in service.entities.items():
            at: Path = ("services", name, "entities", entity_name)
            for key, lists in (("unique", entity.unique), ("index", entity.index)):
                for row, fields in enumerate(lists):
                    for column, field in enumerate(fields):
                        declared = entity.fields.get(field)
                        if declared is None or _is_plain(declared.type):
                            continue
                        yield error(
                            CODE, f"{field!r} of {entity_name!r} cannot be indexed",
                            places.value((*at, key, row, column)), "", "index a plain field",
                            (Related("its type", places.value((*at, "fields", field))),), f"service {name}",
                        )  # fmt: skip


def _is_plain(kind: FieldType) -> bool:
    return kind.name != "json" if isinstance(kind, Scalar) else isinstance(kind, Enum | Ref)
