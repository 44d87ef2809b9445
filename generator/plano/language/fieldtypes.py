"""The types that a field may have, as `language.md` names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ScalarName = Literal[
    "uuid", "string", "text", "int", "bigint", "float", "decimal", "bool",
    "date", "time", "datetime", "duration", "email", "url", "json",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain value. `length` is of a `string(N)`; `precision` and `scale` are of a `decimal(P.S)`."""

    name: ScalarName
    length: int | None = None
    precision: int | None = None
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class Enum:
    """One of several identifiers, stored as text."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A JSON array of one type."""

    item: FieldType


@dataclass(frozen=True, slots=True)
class MapOf:
    """A JSON object whose keys are strings and whose values have one type."""

    item: FieldType


@dataclass(frozen=True, slots=True)
class Named:
    """A value object from the blueprint's `types`."""

    name: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A foreign key to an entity of the same service."""

    entity: str
    on_delete: Literal["restrict", "cascade", "set_null"] = "restrict"


FieldType = Scalar | Enum | ListOf | MapOf | Named | Ref
