"""What a document's operations refer to, collected while they are written."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Components:
    """Schemas by name. A second schema under one name must be the same: two that differ are a bug."""

    schemas: dict[str, object] = field(default_factory=dict)

    def schema(self, name: str, schema: dict[str, object]) -> dict[str, object]:
        """Keep `schema` under `name` and give the reference to it; ValueError where another has that name."""
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two schemas of one document are named {name!r}")
        return {"$ref": schema_ref(name)}

    def own(self, name: str, schema: dict[str, object]) -> dict[str, object]:
        """As `schema`, for what the kit names and not the blueprint: a name that is taken gets an underscore more."""
        while self.schemas.get(name, schema) != schema:
            name += "_"
        return self.schema(name, schema)


def schema_ref(name: str) -> str:
    """Where a schema of that name stands in the document."""
    return f"#/components/schemas/{name}"
