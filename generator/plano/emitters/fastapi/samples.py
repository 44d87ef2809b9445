"""Values that a field may hold, as expressions of `number`: two numbers give two values wherever the type lets them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.layout import Node, call, named
from plano.emitters.fastapi.patternsamples import matching
from plano.emitters.literals import python
from plano.emitters.typetable import Symbol
from plano.language.fieldtypes import Enum, ListOf, MapOf, Ref, Scalar
from plano.language.fieldtypes import Named as NamedType
from plano.platform.model import Field, ValueType

MOST = 9  # `number` is from 1 to 9


class Samples:
    """Writes values into one module; `types` are the shared value types that fields may name."""

    def __init__(self, annotations: Annotations, types: Mapping[str, ValueType]) -> None:
        self._annotations = annotations
        self._types = types

    def numbered(self, field: Field) -> Node:
        """A value of the field, within its bounds."""
        match field.type:
            case Scalar() as kind:
                return self._scalar(kind, field)
            case Enum(values):
                return python(values[0])
            case ListOf():
                return "[]"
            case MapOf():
                return "{}"
            case NamedType(name):
                members = (each for each in self._types[name].fields if not (each.has_default or each.nullable))
                made = self._annotations.plain(Symbol(self._annotations.types, name))
                return call(made, *(named(each.name, self.numbered(each)) for each in members))
            case Ref():
                return call(self._use("uuid", "UUID"), named("int", "number"))

    def _scalar(self, kind: Scalar, field: Field) -> Node:
        match kind.name:
            case "uuid":
                return call(self._use("uuid", "UUID"), named("int", "number"))
            case "string" | "text":
                return call(self._builtin("str"), "number") if field.pattern is None else python(_text(field, kind))
            case "int" | "bigint":
                return _whole(field)
            case "float":
                return self._float(field)
            case "decimal":
                return self._decimal(kind, field)
            case "bool":
                return "False"
            case "date":
                return call(self._use("datetime", "date"), "2030", "1", "number")
            case "time":
                return call(self._use("datetime", "time"), "number")
            case "datetime":
                zone = named("tzinfo", self._use("datetime", "UTC"))
                return call(self._use("datetime", "datetime"), "2030", "1", "number", zone)
            case "duration":
                return call(self._use("datetime", "timedelta"), named("seconds", "number"))
            case "email":
                return 'f"{number}@example.org"'
            case "url":
                return 'f"https://example.org/{number}"'
            case "json":
                return "{}"

    def _float(self, field: Field) -> Node:
        low, high = _bounds(field)
        if low is None and high is None:
            return call(self._builtin("float"), "number")
        constant = low if low is not None else high
        return python(float(constant or 0))

    def _decimal(self, kind: Scalar, field: Field) -> Node:
        scale = kind.scale or 0
        low, high = _bounds(field)
        decimal = self._use("decimal", "Decimal")
        if low is None and high is None and (kind.precision or 1) > scale:
            return call(decimal, "number")
        constant = low if low is not None else min(0, high or 0)
        exact = Decimal(str(constant)).quantize(Decimal(1).scaleb(-scale), rounding=ROUND_CEILING)
        return call(decimal, python(str(exact)))

    def _use(self, module: str, name: str) -> str:
        return self._annotations.plain(Symbol(module, name))

    def _builtin(self, name: str) -> str:
        return self._use("", name)


def _bounds(field: Field) -> tuple[int | float | None, int | float | None]:
    return field.minimum, field.maximum


def _whole(field: Field) -> Node:
    low, high = (None if bound is None else math.ceil(bound) for bound in _bounds(field))
    if low is None:
        low = 0 if high is None else high - MOST
    if low == 0 and (high is None or high >= MOST):
        return "number"
    if high is not None and high < low + MOST:
        return python(low)
    return f"number + {low}" if low > 0 else f"number - {-low}"


def _text(field: Field, kind: Scalar) -> str:
    found = matching(field.pattern or "")
    return found if kind.length is None else found[: kind.length]
