"""Classes made of fields, as views for templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plano.emitters.fastapi.annotations import FIELD, Annotations
from plano.emitters.fastapi.layout import Named, Node, call, statement
from plano.emitters.literals import Code
from plano.platform.model import Field


@dataclass(frozen=True, slots=True)
class FieldView:
    """One line of a class, and what the blueprint says of it."""

    code: Code
    description: str = ""


@dataclass(frozen=True, slots=True)
class ClassView:
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


def field_view(annotations: Annotations, field: Field, *, limits: bool = True, told: bool = True) -> FieldView:
    """A field of a model; `told` adds its description."""
    annotation, value = annotations.wire(field, limits=limits), annotations.default(field)
    if field.sensitive:
        default = None if value is None else Named("default", value)
        value = call(annotations.plain(FIELD), default, Named("repr", "False"))
    return declared(field.name, annotation, value, field.description if told else "")


def field_views(annotations: Annotations, fields: Iterable[Field], *, limits: bool = True) -> tuple[FieldView, ...]:
    """The fields of a model, in their order."""
    return tuple(field_view(annotations, field, limits=limits) for field in fields)


def declared(name: str, annotation: Node, value: Node | None, description: str = "") -> FieldView:
    """`name: annotation = value`, in a class."""
    return FieldView(Code(statement(name, annotation, value, 4)), description)
