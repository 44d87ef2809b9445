"""What can be renamed, and which thing a person means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from plano.language.models.names import LABEL, PASCAL, SNAKE, TOPIC
from plano.language.nearest import nearest
from plano.language.places import Path
from plano.renaming.roles import ADMIN, issuer_of, roles_of
from plano.renaming.source import Source
from plano.renaming.values import values_of

_TOPS: Final = {
    "service": "services", "topic": "topics", "type": "types", "host": "hosts", "database": "databases",
    "environment": "environments",
}  # fmt: skip
_HELD: Final = frozenset({"entity", "field", "operation", "value"})
"""Kinds that are named with what holds them."""

_VALUE: Final = r"[A-Za-z][A-Za-z0-9_]*"
_FORMS: Final = {
    "topic": TOPIC, "entity": PASCAL, "type": PASCAL, "field": SNAKE, "operation": SNAKE, "value": _VALUE,
}  # fmt: skip
_SAID: Final = {
    "entity": "an entity is named with its service: orders.Order",
    "field": "a field is named with what holds it: orders.Order.note, orders.placed.total or Item.sku",
    "operation": "an operation is named with its service: orders.place_order",
    "value": "a value is named with its field: orders.Order.status.paid, orders.placed.state.new or Item.size.small",
}


class RenameError(Exception):
    """Why nothing can be renamed: what is wrong, and behind a colon or a full stop what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing of the blueprint at `path`, whose last step is its old name; `holder` is `service`, `entity`,
    `topic`, `type`, `operation` or `config` for what is declared inside of one, else empty.

    A role stands in a list and a value inside of a type: their paths end below what is written.
    """

    kind: str
    path: Path
    new: str
    holder: str = ""

    @property
    def old(self) -> str:
        return str(self.path[-1])

    @property
    def moved(self) -> Path:
        """Its path after the rename."""
        return (*self.path[:-1], self.new)


def target(source: Source, kind: str, old: str, new: str) -> Target:
    """The thing that `old` names. RenameError where there is none, or where `new` cannot be its name."""
    path, holder = _path(source, kind, old)
    new = _last(kind, old, new)
    parent = path[:-1]
    name = str(path[-1])
    known = _known(source, kind, parent, holder)
    if kind == "role" and ADMIN in (name, new):
        raise RenameError(f"the role '{ADMIN}' always exists, and no other has its name: choose another role")
    if name not in known:
        raise RenameError(_unknown(kind, old, name, known))
    if re.fullmatch(_FORMS.get(kind, LABEL), new) is None:
        raise RenameError(f"'{new}' cannot be the name of {_one(kind)}: {_WORDS.get(kind, _WORDS['service'])}")
    if kind == "value" and new.lower() in ("true", "false", "null"):
        raise RenameError(f"'{new}' cannot be a value of an enum: YAML reads it as something else. Choose another word")
    if new == name:
        raise RenameError(f"{kind} '{old}' has that name already")
    if new in known:
        line = source.line_of(_stands(source, kind, (*parent, new)))
        raise RenameError(f"there is {_one(kind)} '{new}' already, at blueprint.yaml:{line}: choose another name")
    keeper = next((each for each in known if kind == "service" and source.at((*parent, each, "was")) == new), name)
    if keeper != name:
        raise RenameError(
            f"the data of service '{keeper}' are kept under '{new}', as its 'was' says: choose another name"
        )
    if holder == "type" and new == "was":
        raise RenameError("'was' says the old name of a type: a field of a type cannot have it")
    return Target(kind, path, new, holder)


_WORDS: Final = {
    "service": "lower-case letters, digits and hyphens, a letter first",
    "topic": "dotted lower case: letters, digits, hyphens and dots",
    "entity": "PascalCase, with letters and digits only",
    "type": "PascalCase, with letters and digits only",
    "field": "snake_case: lower-case letters, digits, single underscores",
    "operation": "snake_case: lower-case letters, digits, single underscores",
    "value": "letters, digits and underscores, a letter first",
}


def _one(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _known(source: Source, kind: str, parent: Path, holder: str) -> list[str]:
    """The names of this kind that there are beside one another at `parent`."""
    if kind == "role":
        return roles_of(source, parent)
    if kind == "value":
        return list(values_of(source, parent))
    return [each for each in source.keys(parent) if not (holder == "type" and each == "was")]


def _stands(source: Source, kind: str, path: Path) -> int:
    """The offset at which a thing that is there is written."""
    if kind == "role":
        return source.place((*path[:-1], roles_of(source, path[:-1]).index(str(path[-1]))))[0]
    return source.key(path[:-1] if kind == "value" else path)[0]


def _last(kind: str, old: str, new: str) -> str:
    """`new` without what holds it, where a person wrote that once more."""
    holder = old.rpartition(".")[0] if kind in _HELD else ""
    return new.removeprefix(f"{holder}.") if holder else new


def _path(source: Source, kind: str, old: str) -> tuple[Path, str]:
    """Where the thing that `old` names would stand, and what holds it."""
    if kind in _TOPS:
        return (_TOPS[kind], old), ""
    if kind == "role":
        return (*issuer_of(source), "roles", old), ""
    holder, _, name = old.rpartition(".")
    if not holder or (kind == "value" and "." not in holder):
        raise RenameError(f"'{old}' does not say where it is: {_SAID[kind]}")
    if kind in ("entity", "operation"):
        _insist(source, ("services",), holder, "service")
        return ("services", holder, "entities" if kind == "entity" else "operations", name), "service"
    if kind == "value":
        return _of_value(source, holder, name)
    return _of_field(source, holder, name)


def _of_value(source: Source, field: str, value: str) -> tuple[Path, str]:
    """Where a value of an enum would stand: below its field, which must be one."""
    inner = _inner(source, field)
    path, holder = inner or _of_field(source, *_parted(field))
    if inner is None:
        fields = [each for each in source.keys(path[:-1]) if not (holder == "type" and each == "was")]
        if path[-1] not in fields:
            raise RenameError(_unknown("field", field, str(path[-1]), fields))
    if not values_of(source, path):
        raise RenameError(f"the field '{field}' is no enum(…), and so has no values: name the field of one")
    return (*path, value), holder


def _inner(source: Source, field: str) -> tuple[Path, str] | None:
    """A setting (`orders.config.mode`) or a field of an operation (`orders.place_order.request.mode`)."""
    parts = field.split(".")
    found: tuple[Path, str] | None = None
    if len(parts) == 3 and parts[1] == "config":
        found = ("services", *parts), "config"
    elif len(parts) == 4 and parts[2] in ("query", "request", "response"):
        found = ("services", parts[0], "operations", *parts[1:]), "operation"
    return found if found is not None and parts[-1] in source.keys(found[0][:-1]) else None


def _parted(name: str) -> tuple[str, str]:
    holder, _, last = name.rpartition(".")
    return holder, last


def _of_field(source: Source, holder: str, name: str) -> tuple[Path, str]:
    service, _, entity = holder.rpartition(".")
    if service and re.fullmatch(PASCAL, entity):
        _insist(source, ("services",), service, "service")
        _insist(source, ("services", service, "entities"), entity, "entity", f"{service}.")
        return ("services", service, "entities", entity, "fields", name), "entity"
    if re.fullmatch(PASCAL, holder):
        _insist(source, ("types",), holder, "type")
        return ("types", holder, name), "type"
    _insist(source, ("topics",), holder, "topic")
    return ("topics", holder, "fields", name), "topic"


def _insist(source: Source, path: Path, name: str, kind: str, before: str = "") -> None:
    known = source.keys(path)
    if name not in known:
        raise RenameError(_unknown(kind, f"{before}{name}", name, known, before))


def _unknown(kind: str, old: str, name: str, known: Iterable[str], before: str = "") -> str:
    near = nearest(name, known)
    before = before or (f"{old.rpartition('.')[0]}." if kind in _HELD else "")
    hint = f"did you mean '{before}{near}'?" if near else f"there are {', '.join(known) or 'none'}"
    return f"the blueprint has no {kind} '{old}': {hint}"
