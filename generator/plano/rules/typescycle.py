"""types-cycle: a value object that holds itself."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.callscycle import cycles
from plano.rules.findings import error
from plano.rules.walk import named

CODE = "types-cycle"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """No type reaches itself through its fields, lists and maps included."""
    uses = {
        name: tuple(used for declared in body.fields.values() if (used := named(declared.type)) is not None)
        for name, body in blueprint.types.items()
    }
    for cycle in cycles(uses):
        following = cycle[1] if len(cycle) > 1 else cycle[0]
        fields = blueprint.types[cycle[0]].fields
        field = next(field for field, declared in fields.items() if named(declared.type) == following)
        yield error(
            CODE, f"the type {cycle[0]!r} holds itself: {' → '.join([*cycle, cycle[0]])}",
            places.within(("types", cycle[0], field), following), "",
            "keep the id of the other as a 'uuid', or use 'json'", subject=f"type {cycle[0]}",
        )  # fmt: skip
