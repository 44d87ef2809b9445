"""Classes made of fields, as views for templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from plano.emitters.fastapi.annotations import FIELD, Annotations
from plano.emitters.fastapi.layout import Node, call, named, statement
from plano.emitters.literals import Code
from plano.platform.model import Field


class FieldView(NamedTuple):
    """One line of a class, and what the blueprint says of it."""

    code: Code
    description: str = ""


class ClassView(NamedTuple):
    """A class that holds fields and nothing else."""

    name: Code
    base: Code
    fields: tuple[FieldView, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class ClassesView:
    """A module of such classes."""

    description: str
    imports: Code
    classes: tuple[ClassView, ...]


def field_view(annotations: Annotations, field: Field, value: Node | None, *, limits: bool = True) -> FieldView:
    """A field of a model, whose default is `value`."""
    annotation = annotations.wire(field, limits=limits)
    if field.sensitive:
        value = settled(annotations.plain(FIELD), value, named("repr", "False"))
    return FieldView(Code(statement(field.name, annotation, value, 4)), field.description)


def field_views(annotations: Annotations, fields: Iterable[Field], *, limits: bool = True) -> tuple[FieldView, ...]:
    """The fields of a model, in their order, with their own defaults."""
    default = annotations.default
    return tuple([field_view(annotations, field, default(field), limits=limits) for field in fields])


def settled(head: str, default: Node | None, *more: Node) -> Node:
    """`head(default=…, more)`: a field's value where there is more to say of it than its default."""
    return call(head, *more) if default is None else call(head, named("default", default), *more)


def declared(name: str, annotation: Node, value: Node | None, description: str = "") -> FieldView:
    """`name: annotation = value`, in a class."""
    return FieldView(Code(statement(name, annotation, value, 4)), description)
