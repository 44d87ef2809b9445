"""What a document's operations refer to, collected while they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plano.emitters.contracts.openapi import problems


@dataclass(slots=True)
class Components:
    """Schemas by name, and the statuses of shared responses.

    A second schema under one name must be the same: two that differ are a bug.
    """

    schemas: dict[str, object] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=set)
    _shown: dict[str, object] = field(default_factory=dict)
    """By the name of a schema, the part of the platform that it was written from."""

    def schema(self, name: str, schema: dict[str, object]) -> dict[str, object]:
        """Keep `schema` under `name` and give the reference to it; ValueError where another has that name."""
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two schemas of one document are named {name!r}")
        return {"$ref": schema_ref(name)}

    def once(self, name: str, part: object, write: Callable[[], dict[str, object]]) -> dict[str, object]:
        """As `schema`, for what many operations show: the schema of one and the same `part` is written once."""
        if self._shown.get(name) is part:
            return {"$ref": schema_ref(name)}
        reference = self.schema(name, write())
        self._shown[name] = part
        return reference

    def own(self, name: str, schema: dict[str, object]) -> dict[str, object]:
        """As `schema`, for what the kit names and not the blueprint: a name that is taken gets an underscore more."""
        while self.schemas.get(name, schema) != schema:
            name += "_"
        return self.schema(name, schema)

    def problems(self, statuses: tuple[int, ...]) -> Mapping[str, dict[str, object]]:
        """The references to the shared responses of those statuses, as an operation has them among its responses."""
        self.statuses.update(statuses)
        return problems.response_refs(statuses)


def schema_ref(name: str) -> str:
    """Where a schema of that name stands in the document."""
    return f"#/components/schemas/{name}"
