"""Fields as Python: the annotation in a model, the one in a table's row, and the default."""

from __future__ import annotations

import datetime
import re
from uuid import UUID

from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Group, Node, call, index, named, union
from plano.emitters.literals import python
from plano.emitters.typetable import ROWS, Symbol
from plano.language.fieldtypes import Enum, FieldType, ListOf, MapOf, Ref, Scalar
from plano.language.fieldtypes import Named as NamedType
from plano.platform.model import Field

ANNOTATED = Symbol("typing", "Annotated")
FIELD = Symbol("pydantic", "Field")
NOT_NULL = Symbol("plano_kit.partial", "NotNull")
_LITERAL = Symbol("typing", "Literal")
_NUMERAL = Symbol("plano_kit.types", "Numeral")
_UTC = Symbol("datetime", "UTC")
_UUID = Symbol("uuid", "UUID")
_MARKED = frozenset({"decimal", "json"})
"""Scalars whose type on the wire is no name alone, whatever their limits."""
_LIST, _DICT = Symbol("", "list"), Symbol("", "dict")
_DURATION = re.compile(r"P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]{1,6}))?S)?)?")


class Annotations:
    """Writes fields into one module, whose `imports` grow with what is needed.

    `types` is the module that the shared value types are imported from; empty inside that module itself.
    """

    def __init__(self, imports: Imports, types: str) -> None:
        self.types = types
        self.plain = imports.use
        """The name of a symbol in this module."""

    def wire(self, field: Field, *, limits: bool = True) -> Node:
        """The annotation in a model; without `limits` lengths, bounds and patterns are left to who sent it."""
        kind = field.type
        if not isinstance(kind, Scalar):
            written = self._wire(kind, limits)
        elif limits or kind.name in _MARKED:
            written = self._scalar(kind, self._limits(kind, field) if limits else [])
        else:
            written = self.plain(ROWS[kind.name].wire)
        return union(written) if field.nullable else written

    def held(self, field: Field) -> Node:
        """The plain type of the value once it is read: in rows, and as an argument."""
        written = self._held(field.type)
        return union(written) if field.nullable else written

    def stored(self, kind: FieldType) -> Node:
        """What a JSONB column holds: the type on the wire, without lengths, so that old rows outlive a new limit."""
        return self._wire(kind, limits=False)

    def default(self, field: Field) -> Node | None:
        """The value that stands in for an absent one; None where the field must be given."""
        if field.has_default and field.default is not None:
            return self._constant(field)
        return "None" if field.nullable else None

    def _wire(self, kind: FieldType, limits: bool) -> Node:
        match kind:
            case Scalar():
                return self._scalar(kind, _size(kind) if limits else [])
            case ListOf(item):
                return index(self.plain(_LIST), self._wire(item, limits))
            case MapOf(item):
                return index(self.plain(_DICT), self.plain(ROWS["text"].wire), self._wire(item, limits))
            case _:
                return self._held(kind)

    def _scalar(self, kind: Scalar, limits: list[Node]) -> Node:
        use = self.plain
        plain = use(ROWS[kind.name].wire)
        more: list[Node] = []
        if kind.name == "decimal":
            more.append(call(use(_NUMERAL), str(kind.precision), str(kind.scale)))
        elif kind.name == "json":  # its own null would not be told from that of a field that may be null
            more.append(use(NOT_NULL))
        if limits:
            more.append(call(use(FIELD), *limits))
        return index(use(ANNOTATED), plain, *more) if more else plain

    def _held(self, kind: FieldType) -> Node:
        use = self.plain
        if isinstance(kind, Scalar):
            return use(ROWS[kind.name].held)
        match kind:
            case Enum(values):
                return index(use(_LITERAL), *map(python, values))
            case ListOf(item):
                return index(use(_LIST), self._held(item))
            case MapOf(item):
                return index(use(_DICT), use(ROWS["string"].held), self._held(item))
            case NamedType(name):
                return use(Symbol(self.types, name)) if self.types else name
            case Ref():
                return use(_UUID)

    def _limits(self, kind: Scalar, field: Field) -> list[Node]:
        found = _size(kind)
        if field.minimum is not None:
            found.append(named("ge", self._bound(kind, field.minimum)))
        if field.maximum is not None:
            found.append(named("le", self._bound(kind, field.maximum)))
        if field.pattern is not None:
            found.append(named("pattern", python(field.pattern)))
        return found

    def _bound(self, kind: Scalar, bound: int | float) -> Node:
        exact = kind.name == "decimal" and isinstance(bound, float)
        return call(self.plain(ROWS["decimal"].held), python(str(bound))) if exact else python(bound)

    def _constant(self, field: Field) -> Node:
        value, kind = field.default, field.type
        if not isinstance(kind, Scalar) or not isinstance(value, str):
            return python(value)
        match kind.name:
            case "decimal" | "uuid":
                told = str(UUID(value)) if kind.name == "uuid" else value
                return call(self.plain(ROWS[kind.name].held), python(told))
            case "date":
                day = datetime.date.fromisoformat(value)
                return self._made("date", (day.year, day.month, day.day))
            case "time":
                return self._made("time", _clock(datetime.time.fromisoformat(value)))
            case "datetime":
                at = datetime.datetime.fromisoformat(value).astimezone(datetime.UTC)
                zone = named("tzinfo", self.plain(_UTC))
                return self._made("datetime", (at.year, at.month, at.day, *_clock(at)), zone)
            case "duration":
                return call(self.plain(ROWS["duration"].held), *_duration(value))
            case "email":
                return python(value.lower())
        return python(value)

    def _made(self, name: str, numbers: tuple[int, ...], *more: Node) -> Group:
        return call(self.plain(Symbol("datetime", name)), *map(str, numbers), *more)


def _size(kind: Scalar) -> list[Node]:
    return [] if kind.length is None else [named("max_length", str(kind.length))]


def _clock(at: datetime.time | datetime.datetime) -> tuple[int, ...]:
    parts = (at.hour, at.minute, at.second, at.microsecond)
    return parts if at.microsecond else parts[:3]


def _duration(value: str) -> list[Node]:
    found = _DURATION.fullmatch(value)
    groups = found.groups(default="0") if found else ("0",) * 5
    names = ("days", "hours", "minutes", "seconds", "microseconds")
    parts = dict(zip(names, groups, strict=True))
    parts["microseconds"] = parts["microseconds"].ljust(6, "0")
    return [named(name, str(int(part))) for name, part in parts.items() if int(part)] or ["0"]
