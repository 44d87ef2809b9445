"""Fields as Python: the annotation in a model, the one in a table's row, and the default."""

from __future__ import annotations

import datetime
import re
from uuid import UUID

from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Group, Named, Node, Union, call, index
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
_UUID = Symbol("uuid", "UUID")
_DURATION = re.compile(r"P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]{1,6}))?S)?)?")


class Annotations:
    """Writes fields into one module, whose `imports` grow with what is needed.

    `types` is the module that the shared value types are imported from; empty inside that module itself.
    """

    def __init__(self, imports: Imports, types: str) -> None:
        self.imports = imports
        self.types = types

    def wire(self, field: Field, *, limits: bool = True) -> Node:
        """The annotation in a model; without `limits` lengths, bounds and patterns are left to who sent it."""
        written = self._wire(field.type, *(self._limits(field) if limits else ()), limits=limits)
        return Union(written) if field.nullable else written

    def held(self, field: Field) -> Node:
        """The plain type of the value once it is read: in rows, and as an argument."""
        written = self._held(field.type)
        return Union(written) if field.nullable else written

    def stored(self, kind: FieldType) -> Node:
        """What a JSONB column holds: the type on the wire, without lengths, so that old rows outlive a new limit."""
        return self._wire(kind, limits=False)

    def plain(self, symbol: Symbol) -> str:
        """The symbol's name in this module."""
        return self.imports.use(symbol)

    def default(self, field: Field) -> Node | None:
        """The value that stands in for an absent one; None where the field must be given."""
        if field.has_default and field.default is not None:
            return self._constant(field)
        return "None" if field.nullable else None

    def _wire(self, kind: FieldType, *bounds: Node, limits: bool) -> Node:
        use = self.imports.use
        match kind:
            case Scalar("json"):  # its own null would not be told from that of a field that may be null
                return index(use(ANNOTATED), use(ROWS["json"].wire), use(NOT_NULL))
            case Scalar(name):
                return self._limited(use(ROWS[name].wire), self._numeral(kind), *_size(kind, limits), *bounds)
            case ListOf(item):
                return index(use(Symbol("", "list")), self._wire(item, limits=limits))
            case MapOf(item):
                return index(use(Symbol("", "dict")), use(ROWS["text"].wire), self._wire(item, limits=limits))
            case _:
                return self._held(kind)

    def _limited(self, written: Node, numeral: Node | None, *limits: Node) -> Node:
        told = [] if numeral is None else [numeral]
        if limits:
            told.append(call(self.imports.use(FIELD), *limits))
        return index(self.imports.use(ANNOTATED), written, *told) if told else written

    def _numeral(self, kind: Scalar) -> Node | None:
        if kind.name != "decimal":
            return None
        return call(self.imports.use(_NUMERAL), str(kind.precision), str(kind.scale))

    def _held(self, kind: FieldType) -> Node:
        use = self.imports.use
        match kind:
            case Scalar(name):
                return use(ROWS[name].held)
            case Enum(values):
                return index(use(_LITERAL), *map(python, values))
            case ListOf(item):
                return index(use(Symbol("", "list")), self._held(item))
            case MapOf(item):
                return index(use(Symbol("", "dict")), use(Symbol("", "str")), self._held(item))
            case NamedType(name):
                return use(Symbol(self.types, name)) if self.types else name
            case Ref():
                return use(_UUID)

    def _limits(self, field: Field) -> list[Node]:
        found: list[Node] = []
        for name, bound in (("ge", field.minimum), ("le", field.maximum)):
            if bound is not None:
                found.append(Named(name, self._bound(field.type, bound)))
        if field.pattern is not None:
            found.append(Named("pattern", python(field.pattern)))
        return found

    def _bound(self, kind: FieldType, bound: int | float) -> Node:
        exact = isinstance(kind, Scalar) and kind.name == "decimal" and isinstance(bound, float)
        return call(self.imports.use(ROWS["decimal"].held), python(str(bound))) if exact else python(bound)

    def _constant(self, field: Field) -> Node:
        value, kind = field.default, field.type
        if not isinstance(kind, Scalar) or not isinstance(value, str):
            return python(value)
        match kind.name:
            case "decimal" | "uuid":
                told = str(UUID(value)) if kind.name == "uuid" else value
                return call(self.imports.use(ROWS[kind.name].held), python(told))
            case "date":
                day = datetime.date.fromisoformat(value)
                return self._made("date", (day.year, day.month, day.day))
            case "time":
                return self._made("time", _clock(datetime.time.fromisoformat(value)))
            case "datetime":
                at = datetime.datetime.fromisoformat(value).astimezone(datetime.UTC)
                zone = Named("tzinfo", self.imports.use(Symbol("datetime", "UTC")))
                return self._made("datetime", (at.year, at.month, at.day, *_clock(at)), zone)
            case "duration":
                return call(self.imports.use(ROWS["duration"].held), *_duration(value))
            case "email":
                return python(value.lower())
        return python(value)

    def _made(self, name: str, numbers: tuple[int, ...], *more: Node) -> Group:
        return call(self.imports.use(Symbol("datetime", name)), *map(str, numbers), *more)


def _size(kind: Scalar, limits: bool) -> list[Node]:
    return [Named("max_length", str(kind.length))] if limits and kind.length is not None else []


def _clock(at: datetime.time | datetime.datetime) -> tuple[int, ...]:
    parts = (at.hour, at.minute, at.second, at.microsecond)
    return parts if at.microsecond else parts[:3]


def _duration(value: str) -> list[Node]:
    found = _DURATION.fullmatch(value)
    groups = found.groups(default="0") if found else ("0",) * 5
    names = ("days", "hours", "minutes", "seconds", "microseconds")
    parts = dict(zip(names, groups, strict=True))
    parts["microseconds"] = parts["microseconds"].ljust(6, "0")
    return [Named(name, str(int(part))) for name, part in parts.items() if int(part)] or ["0"]
