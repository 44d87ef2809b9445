"""Columns of a table's class: type, default and the conditions that PostgreSQL itself holds them to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.classes import FieldView, declared, settled
from plano.emitters.fastapi.layout import Node, call, named
from plano.emitters.literals import python
from plano.emitters.typetable import ROWS, Symbol
from plano.language.fieldtypes import Enum, FieldType, Ref, Scalar
from plano.platform.model import Entity, Field

LONGEST = 63  # PostgreSQL's NAMEDATALEN - 1

_FIELD = Symbol("sqlmodel", "Field")
_JSON_OF = Symbol("plano_kit.database.tables", "json_of")
_TEXT = ROWS["text"].column
# What SQLModel derives from the annotation as it should be.
_DERIVED = frozenset({"uuid", "int", "bool", "date", "time"})


def column(annotations: Annotations, field: Field, tables: dict[str, str]) -> FieldView:
    """The field in its table's class; `tables` has the table of each entity that it may refer to."""
    more = _more(annotations, field, tables)
    if field.sensitive:
        more.append(named("repr", "False"))
    default = annotations.default(field)
    value = settled(annotations.plain(_FIELD), default, *more) if more else default
    return declared(field.name, annotations.held(field), value, field.description)


def condition(field: Field) -> str | None:
    """What the column's values must be, as SQL; None where its type says all."""
    name = f'"{field.name}"'
    parts: list[str] = []
    if isinstance(field.type, Enum):
        parts.append(f"{name} IN ({', '.join(map(_quoted, field.type.values))})")
    if field.minimum is not None:
        parts.append(f"{name} >= {field.minimum}")
    if field.maximum is not None:
        parts.append(f"{name} <= {field.maximum}")
    if field.pattern is not None:
        parts.append(f"{name} ~ {_quoted(field.pattern)}")
    return " AND ".join(parts) or None


def constraint_name(prefix: str, entity: Entity, columns: Iterable[str]) -> str:
    """`ix_order_customer_id_created_at`; a name that PostgreSQL would cut ends in a hash of the whole."""
    name = "_".join((prefix, entity.table, *columns))
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _more(annotations: Annotations, field: Field, tables: dict[str, str]) -> list[Node]:
    match field.type:
        case Ref(entity, on_delete):
            rule = on_delete.upper().replace("_", " ")
            target = named("foreign_key", python(f"{tables[entity]}.id"))
            return [target, named("ondelete", python(rule))]
        case Scalar(name) if name in _DERIVED:
            return []
        case _:
            return [named("sa_type", _sa_type(annotations, field))]


def _sa_type(annotations: Annotations, field: Field) -> Node:
    plain = annotations.plain
    kind: FieldType = field.type
    match kind:
        case Scalar("string", length=int(length)):
            return call(plain(Symbol("sqlalchemy", "String")), str(length))
        case Scalar("decimal", precision=precision, scale=scale):
            return call(plain(ROWS["decimal"].column), str(precision), str(scale))
        case Scalar("datetime"):
            return call(plain(ROWS["datetime"].column), named("timezone", "True"))
        case Scalar("json"):
            return call(plain(ROWS["json"].column), named("none_as_null", "True"))
        case Scalar(name):
            return plain(ROWS[name].column)
        case Enum():
            return plain(_TEXT)
        case _:
            return call(plain(_JSON_OF), annotations.stored(kind))


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
