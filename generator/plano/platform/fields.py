"""Fields and value types, and which types a set of fields reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from plano.language.blueprint import FieldDecl
from plano.language.fieldtypes import FieldType, ListOf, MapOf, Named, Scalar
from plano.platform.model import Field, ValueType


def field(name: str, decl: FieldDecl, *, readonly: bool = False) -> Field:
    """The resolved field; `readonly` holds besides what the blueprint says."""
    return Field(
        name,
        decl.type,
        nullable=decl.nullable,
        has_default=decl.has_default,
        default=decl.default if decl.has_default else None,
        minimum=_bound(decl.type, decl.min),
        maximum=_bound(decl.type, decl.max),
        pattern=decl.pattern,
        description=decl.description,
        readonly=decl.readonly or readonly,
        writeonly=decl.writeonly,
        sensitive=decl.sensitive,
    )


def fields(decls: Mapping[str, FieldDecl]) -> tuple[Field, ...]:
    """The resolved fields, in the blueprint's order."""
    return tuple(field(name, decl) for name, decl in decls.items())


def reached(names: Iterable[str], types: Mapping[str, ValueType]) -> tuple[ValueType, ...]:
    """The types of these names and all that they reach, dependencies first; names of no type are left out."""
    found: dict[str, ValueType] = {}

    def visit(name: str, above: frozenset[str]) -> None:
        kind = types.get(name)
        if kind is None or name in found or name in above:
            return
        for inner in mentioned(kind.fields):
            visit(inner, above | {name})
        found[name] = kind

    for name in names:
        visit(name, frozenset())
    return tuple(found.values())


def mentioned(among: Iterable[Field]) -> Iterator[str]:
    """The names of `types` that stand in these fields, as often as they stand there."""
    for each in among:
        yield from _named(each.type)


def _named(kind: FieldType) -> Iterator[str]:
    match kind:
        case Named(name):
            yield name
        case ListOf(item) | MapOf(item):
            yield from _named(item)


def _bound(kind: FieldType, bound: int | float | None) -> int | float | None:
    """A whole bound of a whole number is an int, however YAML read it."""
    whole = isinstance(kind, Scalar) and kind.name in ("int", "bigint")
    return int(bound) if whole and bound is not None and bound == int(bound) else bound
