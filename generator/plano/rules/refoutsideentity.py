"""ref-outside-entity: a foreign key where there is no table."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.fieldtypes import Ref
from plano.language.places import Places
from plano.rules.findings import error
from plano.rules.walk import field_sets, ref

CODE = "ref-outside-entity"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """`ref(…)` is a column of an entity, and stands alone: not in lists or maps, not in types, topics or operations."""
    for found in field_sets(blueprint):
        for field, declared in found.fields.items():
            if ref(declared.type) is None or (found.role == "entity" and isinstance(declared.type, Ref)):
                continue
            path = found.path if found.role == "path" else (*found.path, field)
            within = "inside a list or a map" if found.role == "entity" else f"in {found.owner}"
            yield error(
                CODE, f"a 'ref(…)' cannot stand {within}", places.within(path, "ref"), "",
                "a foreign key is a field of an entity; elsewhere keep the other row's id as a 'uuid'",
                subject=f"service {found.service}" if found.service else found.owner.replace("'", ""),
            )  # fmt: skip
