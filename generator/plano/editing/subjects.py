"""What can be added and removed by name, and where each of it stands in a blueprint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from plano.editing.sheet import Sheet
from plano.language.blueprint import SystemsDecl
from plano.language.models.names import Label, Pascal, Snake, TopicName
from plano.language.models.routes import Prefix
from plano.language.nearest import nearest
from plano.language.places import Path

Kind = Literal["host", "service", "topic", "route", "entity", "field", "system"]
KINDS: tuple[Kind, ...] = ("host", "service", "topic", "route", "entity", "field", "system")

_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_AT_THE_TOP = {"host": "hosts", "service": "services", "topic": "topics", "route": "routes", "system": "systems"}
_FORMS: dict[Kind, TypeAdapter[str]] = {
    "host": TypeAdapter(Label), "service": TypeAdapter(Label), "topic": TypeAdapter(TopicName),
    "route": TypeAdapter(Prefix), "entity": TypeAdapter(Pascal), "field": TypeAdapter(Snake),
}  # fmt: skip


class WrongNameError(ValueError):
    """A name that cannot be meant; `said` and `mend` are for the person who wrote it."""

    def __init__(self, said: str, mend: str) -> None:
        super().__init__(said)
        self.said = said
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing of the blueprint: `path` is where it stands or will, `owner` the path of what it is part of."""

    kind: Kind
    name: str
    path: Path
    owner: Path

    def __str__(self) -> str:
        return f"{self.kind} {self.name!r}"


def subject_of(sheet: Sheet, kind: Kind, name: str) -> Subject:
    """What `name` means: `orders.Refund` for an entity, `orders.Order.note`, `orders.placed.total` or `Item.sku` for
    a field. WrongNameError for a name that its kind cannot have, and for an owner that is not there.
    """
    if kind in _AT_THE_TOP:
        section = _AT_THE_TOP[kind]
        return Subject(kind, name, (section, name), ())
    head, dot, last = name.rpartition(".")
    if not dot or not head or not last or (kind == "field" and _PASCAL.match(last)):
        form = "SERVICE.Entity" if kind == "entity" else "SERVICE.Entity.field, TOPIC.field or Type.field"
        raise WrongNameError(f"'{name}' does not say which {kind} is meant", f"write {form}")
    if kind == "entity":
        service = _known(sheet, ("services", head), "service")
        return Subject(kind, name, (*service, "entities", last), service)
    owner, fields = _fields_of(sheet, head)
    return Subject(kind, name, (*fields, last), owner)


def check_name(subject: Subject) -> None:
    """WrongNameError where a new thing of this kind cannot be called so."""
    last = str(subject.path[-1])
    if subject.kind == "system":
        known = tuple(SystemsDecl.model_fields)
        if last not in known:
            raise WrongNameError(
                f"there is no system '{last}'", _near(last, known, "the systems are " + ", ".join(known))
            )
        return
    try:
        _FORMS[subject.kind].validate_python(last)
    except ValidationError as error:
        told = error.errors()[0].get("ctx", {})
        said, mend = str(told.get("said", f"'{last}' is no name here")), str(told.get("mend", ""))
        raise WrongNameError(said, mend or "choose another name") from None


def missing(sheet: Sheet, subject: Subject) -> WrongNameError:
    """What to say where the subject is not there."""
    known = [str(step) for step in sheet.steps(subject.path[:-1])]
    last = str(subject.path[-1])
    where = f" in {subject.owner[-1]!r}" if subject.owner else ""
    return WrongNameError(f"there is no {subject.kind} '{last}'{where}", _near(last, known, _some(known)))


def _fields_of(sheet: Sheet, name: str) -> tuple[Path, Path]:
    """The path of the entity, type or topic called `name`, and that of its fields."""
    head, _, last = name.rpartition(".")
    if head and _PASCAL.match(last):
        service = _known(sheet, ("services", head), "service")
        entity = _known(sheet, (*service, "entities", last), "entity")
        return entity, (*entity, "fields")
    if _PASCAL.match(name):
        kind = _known(sheet, ("types", name), "type")
        return kind, kind
    topic = _known(sheet, ("topics", name), "topic")
    return topic, (*topic, "fields")


def _known(sheet: Sheet, path: Path, what: str) -> Path:
    """The path itself; WrongNameError where nothing stands there."""
    if sheet.has(path):
        return path
    known = [str(step) for step in sheet.steps(path[:-1])]
    where = f" in service '{path[1]}'" if what == "entity" else ""
    name = str(path[-1])
    raise WrongNameError(f"there is no {what} '{name}'{where}", _near(name, known, _some(known)))


def _near(name: str, known: Iterable[str], otherwise: str) -> str:
    near = nearest(name, known)
    return f"did you mean '{near}'?" if near else otherwise


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    return f"there are {shown}" if names else "the blueprint has none"
