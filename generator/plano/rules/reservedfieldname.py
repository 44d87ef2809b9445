"""reserved-field-name: a field whose name means something else where it lands, and an operation's that does.

What a class of the kit has is listed here by hand, since the generator does not import the kit.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules import reservedname
from plano.rules.findings import error
from plano.rules.unknownfield import EVERY_ROW
from plano.rules.walk import FieldSet, field_sets

CODE = "reserved-field-name"

_MODEL = frozenset({
    "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json",
    "update_forward_refs", "validate", "metadata", "registry",
})  # fmt: skip
_PAGE = frozenset({"limit", "cursor", "sort", "count"})
_EVENT = frozenset({"topic", "key_field", "key", "compact", "payload", "decode", "key_of", "of"})
"""`plano_kit.messaging.event.Event`'s own members, and the generated `of`."""
_TABLE = frozenset({"sqlmodel_update"})
_SETTINGS = frozenset({"settings_customise_sources", "settings_cached", "settings_clear_cache"})
_CLIENT = frozenset({"call"})
"""`plano_kit.clients.Client`'s own method, which every method of a generated client calls."""
_CALL = frozenset({"self", "ctx", "request", "call"})
_ACCOUNT = frozenset({"password"})
_SOMEWHERE = frozenset(keyword.kwlist).union(_MODEL, _PAGE, _EVENT, _TABLE, _SETTINGS, _CALL, _ACCOUNT, EVERY_ROW)
"""What means something else in any place at all; nearly every field of a blueprint is not in here."""


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Python's keywords and what models have everywhere; other names where they would clash."""
    yield from _fields(blueprint, places)
    for name, service in blueprint.services.items():
        for operation in service.operations:
            if operation in _CLIENT:
                yield error(
                    reservedname.CODE, f"the operation {operation!r} is reserved",
                    places.key(("services", name, "operations", operation)), "every client has a method of this name",
                    "choose another name", subject=f"service {name}",
                )  # fmt: skip


def _fields(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    for found in field_sets(blueprint):
        for field in found.fields:
            meant = field in _SOMEWHERE or field.startswith("model_")
            why = _why(field, found, blueprint) if meant else ""
            if why:
                span = places.within(found.path, field) if found.role == "path" else places.key((*found.path, field))
                subject = f"service {found.service}" if found.service else found.owner.replace("'", "")
                yield error(CODE, f"{found.owner} cannot have a field {field!r}", span, why, "choose another name",
                            subject=subject)  # fmt: skip


def _why(field: str, found: FieldSet, blueprint: Blueprint) -> str:
    if keyword.iskeyword(field):
        return "a keyword of Python"
    if field in _MODEL or field.startswith("model_"):
        return "an attribute that every model has"
    match found.role:
        case "entity" if field in EVERY_ROW:
            return "every row has one already"
        case "entity" if field in _TABLE:
            return "an attribute that every table has"
        case "config" if field in _SETTINGS:
            return "an attribute that all settings have"
        case "entity" | "query" if field in _PAGE:
            return "lists take an argument of this name"
        case "topic" if field in _EVENT:
            return "an attribute that every event has"
        case "path" | "query" if field in _CALL:
            return "an argument that handlers and clients have"
    if found.role in ("request", "type", "topic") and field == "self":
        return "an argument that every method has"
    if found.role == "entity" and field in _ACCOUNT and found.service and blueprint.services[found.service].issuer:
        return "the issuer keeps passwords itself"
    return ""
