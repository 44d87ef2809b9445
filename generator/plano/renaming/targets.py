"""What can be renamed, and which thing a person means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from plano.language.models.names import LABEL, PASCAL, SNAKE, TOPIC
from plano.language.nearest import nearest
from plano.language.places import Path
from plano.renaming.source import Source

KINDS: Final = ("service", "topic", "entity", "field", "type", "host", "database")
_TOPS: Final = {"service": "services", "topic": "topics", "type": "types", "host": "hosts", "database": "databases"}
_FORMS: Final = {"topic": TOPIC, "entity": PASCAL, "type": PASCAL, "field": SNAKE}
_SAID: Final = {
    "entity": "an entity is named with its service: orders.Order",
    "field": "a field is named with what holds it: orders.Order.note, orders.placed.total or Item.sku",
}


class RenameError(Exception):
    """Why nothing can be renamed: what is wrong, and behind a colon or a full stop what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing of the blueprint at `path`, whose last step is its old name; `holder` is `service`, `entity`,
    `topic` or `type` for what is declared inside of one, else empty."""

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
    known = [each for each in source.keys(parent) if not (holder == "type" and each == "was")]
    if name not in known:
        raise RenameError(_unknown(kind, old, name, known))
    if re.fullmatch(_FORMS.get(kind, LABEL), new) is None:
        raise RenameError(f"'{new}' cannot be the name of a {kind}: {_WORDS.get(kind, _WORDS['service'])}")
    if new == name:
        raise RenameError(f"{kind} '{old}' has that name already")
    if new in known:
        line = source.line_of(source.key((*parent, new))[0])
        raise RenameError(f"there is a {kind} '{new}' already, at blueprint.yaml:{line}: choose another name")
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
}


def _last(kind: str, old: str, new: str) -> str:
    """`new` without what holds it, where a person wrote that once more."""
    holder = old.rpartition(".")[0] if kind in ("entity", "field") else ""
    return new.removeprefix(f"{holder}.") if holder else new


def _path(source: Source, kind: str, old: str) -> tuple[Path, str]:
    """Where the thing that `old` names would stand, and what holds it."""
    if kind in _TOPS:
        return (_TOPS[kind], old), ""
    holder, _, name = old.rpartition(".")
    if not holder:
        raise RenameError(f"'{old}' does not say where it is: {_SAID[kind]}")
    if kind == "entity":
        _insist(source, ("services",), holder, "service")
        return ("services", holder, "entities", name), "service"
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
    before = before or (f"{old.rpartition('.')[0]}." if kind in ("entity", "field") else "")
    hint = f"did you mean '{before}{near}'?" if near else f"there are {', '.join(known) or 'none'}"
    return f"the blueprint has no {kind} '{old}': {hint}"
