"""Objects from field maps, for every contract that holds JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plano.emitters.typetable import json_schema
from plano.platform.model import Field


def object_schema(
    fields: Iterable[Field],
    ref: Callable[[str], str],
    *,
    required: Callable[[Field], bool] | None = None,
    closed: bool = False,
) -> dict[str, object]:
    """The schema of a JSON object with these members; `ref` says where a shared type's schema stands.

    `required` decides which must be there, by default what has neither a default nor null to fall back on.
    `closed` refuses unknown members.
    """
    needed = required or mandatory
    listed = tuple(fields)
    schema: dict[str, object] = {
        "type": "object",
        "properties": {field.name: json_schema(field, ref) for field in listed},
    }
    if names := [field.name for field in listed if needed(field)]:
        schema["required"] = names
    if closed:
        schema["additionalProperties"] = False
    return schema


def mandatory(field: Field) -> bool:
    """Whether a reader cannot fill the member in when it is absent."""
    return not field.nullable and not field.has_default


def always(field: Field) -> bool:
    """Every member is there: what our own code writes."""
    return True


def never(field: Field) -> bool:
    """Any member may be left out: what changes only a part."""
    return False
