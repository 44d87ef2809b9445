"""Who may call an endpoint."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from plano.language.models.base import reads, refuse, shown, written
from plano.language.nearest import same_but_for_case
from plano.platform.model import Access, Verb

ACCESS = r"^(public|user|owner|service|role\( *[a-z]([a-z0-9-]*[a-z0-9])? *\))$"
_PLAIN: dict[str, Access] = {
    "public": Access("public"), "user": Access("user"), "owner": Access("owner"), "service": Access("service"),
}  # fmt: skip
_ROLE = re.compile(r"role\(\s*([a-z]([a-z0-9-]*[a-z0-9])?)\s*\)")


def _access(value: object) -> Access:
    mend = "one of public, user, owner, service, role(name), or a list of these"
    meant = ""  # who may call is never guessed
    if isinstance(value, str):
        if value in _PLAIN:
            return _PLAIN[value]
        role = _ROLE.fullmatch(value)
        if role is not None:
            return Access("role", role[1])
        meant = same_but_for_case(value, _PLAIN) or ""
        if meant:
            mend = f"did you mean {meant!r}?"
    raise refuse("bad-access", f"{shown(value)} does not say who may call", mend, "", meant, sure=bool(meant))


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _as_map(value: object) -> object:
    """A list of verbs is a map of them to the default access."""
    if not isinstance(value, list):
        return value
    verbs = [verb for verb in value if isinstance(verb, str)]
    for verb in verbs:
        if verbs.count(verb) > 1:
            raise refuse("listed-twice", f"{verb!r} stands twice in the list", "name each verb once", verb)
    return dict.fromkeys(verbs)


AccessItem = Annotated[Access, reads(_access)]
_ONE = {
    "type": "string",
    "pattern": ACCESS,
    "patternErrorMessage": "One of public, user, owner, service and role(name).",
    "examples": [*_PLAIN, "role(admin)"],
}
_ACCESS = written(
    "access",
    "`public`: anybody. `user`: a signed-in person. `owner`: a person, and only rows that are theirs. "
    "`role(name)`: a person with that role. `service`: a service whose `calls` names this one. "
    "Of a list, any suffices.",
    "[owner, role(support), service]",
    anyOf=[_ONE, {"type": "array", "items": _ONE, "minItems": 1}],
)

AccessList = Annotated[tuple[AccessItem, ...], Field(min_length=1), BeforeValidator(_as_list), _ACCESS]
"""Any of these suffices."""

_VERBS = ["list", "get", "create", "update", "delete"]
Verbs = Annotated[
    dict[Verb, AccessList | None],
    BeforeValidator(_as_map),
    written(
        "verbs",
        "A list of `list`, `get`, `create`, `update` and `delete` with the service's default access, "
        "or a map of them to an access of their own.",
        "[list, get]",
        "{list: public, update: role(admin)}",
        anyOf=[
            {"type": "array", "items": {"enum": _VERBS}, "minItems": 1},
            {"type": "object", "properties": dict.fromkeys(_VERBS, _ACCESS.json_schema), "additionalProperties": False},
        ],
    ),
]
"""Verb → who may; None means the service's default."""
