"""Fields and value types, and which types a set of fields reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plano.language.blueprint import FieldDecl
from plano.language.fieldtypes import FieldType, ListOf, MapOf, Named, Scalar
from plano.platform.model import Field, ValueType

_HOLDERS = (ListOf, MapOf)


class FieldPool:
    """The resolved fields of one platform, of which alike ones are one object: there are many, and of few kinds.

    Alike are fields of one name and one declaration; the reader makes equal short forms one declaration.
    """

    def __init__(self) -> None:
        # The declaration is kept, so that its id stays its own: to hash it would take longer than to make the field.
        self._made: dict[tuple[str, int, bool], tuple[FieldDecl, Field]] = {}

    def field(self, name: str, decl: FieldDecl, *, readonly: bool = False) -> Field:
        """The resolved field; `readonly` holds besides what the blueprint says."""
        key = (name, id(decl), readonly)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = (decl, _field(name, decl, readonly=readonly))
        return made[1]

    def fields(self, decls: Mapping[str, FieldDecl]) -> tuple[Field, ...]:
        """The resolved fields, in the blueprint's order."""
        return tuple([self.field(name, decl) for name, decl in decls.items()])


def _field(name: str, decl: FieldDecl, *, readonly: bool) -> Field:
    has_default = decl.has_default
    return Field(
        name,
        decl.type,
        nullable=decl.nullable,
        has_default=has_default,
        default=decl.default if has_default else None,
        minimum=None if decl.min is None else _bound(decl.type, decl.min),
        maximum=None if decl.max is None else _bound(decl.type, decl.max),
        pattern=decl.pattern,
        description=decl.description,
        readonly=decl.readonly or readonly,
        writeonly=decl.writeonly,
        sensitive=decl.sensitive,
    )


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

    for name in dict.fromkeys(names):
        visit(name, frozenset())
    return tuple(found.values())


def mentioned(among: Iterable[Field]) -> list[str]:
    """The names of `types` that stand in these fields, as often as they stand there."""
    found: list[str] = []
    for each in among:
        kind = each.type
        while isinstance(kind, _HOLDERS):
            kind = kind.item
        if isinstance(kind, Named):
            found.append(kind.name)
    return found


def _bound(kind: FieldType, bound: int | float) -> int | float:
    """A whole bound of a whole number is an int, however YAML read it."""
    whole = isinstance(kind, Scalar) and kind.name in ("int", "bigint")
    return int(bound) if whole and bound == int(bound) else bound
