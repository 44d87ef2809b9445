"""Who may call an endpoint."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from plano.language.models.base import refuse, shown
from plano.language.nearest import nearest
from plano.platform.model import Access, Verb

ACCESS = r"^(public|user|owner|service|role\([a-z]([a-z0-9-]*[a-z0-9])?\))$"
_PLAIN: dict[str, Literal["public", "user", "owner", "service"]] = {
    "public": "public", "user": "user", "owner": "owner", "service": "service",
}  # fmt: skip


def _access(value: object) -> Access:
    mend = "one of public, user, owner, service, role(name), or a list of these"
    if isinstance(value, str):
        if value in _PLAIN:
            return Access(_PLAIN[value])
        role = re.fullmatch(r"role\(\s*([a-z]([a-z0-9-]*[a-z0-9])?)\s*\)", value)
        if role is not None:
            return Access("role", role[1])
        near = nearest(value, _PLAIN)
        if near is not None:
            mend = f"did you mean {near!r}?"
    raise refuse("bad-access", f"{shown(value)} does not say who may call", mend)


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _as_map(value: object) -> object:
    """A list of verbs is a map of them to the default access."""
    return {verb: None for verb in value if isinstance(verb, str)} if isinstance(value, list) else value


AccessItem = Annotated[Access, PlainValidator(_access)]
_ITEM = {"type": "string", "pattern": ACCESS}
_ACCESS_SCHEMA = {"anyOf": [_ITEM, {"type": "array", "items": _ITEM, "minItems": 1}]}

AccessList = Annotated[
    tuple[AccessItem, ...],
    Field(min_length=1),
    BeforeValidator(_as_list),
    WithJsonSchema(_ACCESS_SCHEMA),
]
"""Any of these suffices."""

_VERBS = ["list", "get", "create", "update", "delete"]
Verbs = Annotated[
    dict[Verb, AccessList | None],
    BeforeValidator(_as_map),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"enum": _VERBS}, "minItems": 1},
                {"type": "object", "propertyNames": {"enum": _VERBS}, "additionalProperties": _ACCESS_SCHEMA},
            ]
        }
    ),
]
"""Verb → who may; None means the service's default."""
