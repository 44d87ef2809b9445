"""Entities: tables, and what an index lets a list filter and sort by."""

from __future__ import annotations

from plano.language.blueprint import EntityDecl
from plano.language.fieldtypes import Enum, Ref, Scalar
from plano.platform.fields import field
from plano.platform.model import Access, Entity, Field
from plano.platform.names import collection_name, collection_path, snake

SYSTEM_FIELDS = (
    Field("id", Scalar("uuid"), readonly=True),
    Field("created_at", Scalar("datetime"), readonly=True),
    Field("updated_at", Scalar("datetime"), readonly=True),
    Field("row_version", Scalar("int"), readonly=True),
)
"""What every row has besides its own fields."""

_BY_TIME = "created_at"


def entity(name: str, decl: EntityDecl) -> Entity:
    """The resolved entity. Its owner field is readonly, and every `ref` has an index that begins with it."""
    own = tuple(field(key, value, readonly=key == decl.owner) for key, value in decl.fields.items())
    indexes = list(decl.index)
    for each in own:
        led = any(columns[0] == each.name for columns in (*indexes, *decl.unique))
        if isinstance(each.type, Ref) and not led:
            indexes.append((each.name,))
    path = decl.path or collection_path(name)
    return Entity(
        name=name,
        table=snake(name),
        path=path,
        singular=snake(name),
        plural=collection_name(path),
        fields=own,
        unique=decl.unique,
        indexes=tuple(indexes),
        owner=decl.owner,
    )


def prefixes(of: Entity) -> tuple[tuple[str, ...], ...]:
    """The sets of fields that a list may filter by together: each leftmost part of an index, shortest first.

    A part ends before a field that equality does not serve: what the system sets, and what is no plain value.
    """
    plain = {each.name for each in of.fields if _comparable(each)}
    found: dict[tuple[str, ...], None] = {}
    for columns in (*of.indexes, *of.unique):
        for length in range(1, len(columns) + 1):
            if columns[length - 1] not in plain:
                break
            found[columns[:length]] = None
    return tuple(sorted(found, key=len))


def filters(of: Entity) -> tuple[Field, ...]:
    """The fields that stand in any of `prefixes`, in the entity's order."""
    names = {name for columns in prefixes(of) for name in columns}
    return tuple(each for each in of.fields if each.name in names)


def sorts(of: Entity, access: tuple[Access, ...]) -> tuple[str, ...]:
    """The values of `sort`, the default first: `-created_at` where an index serves it, else `-id`.

    Sorted by is the id, and every field with an index that can never be null. An index serves
    `created_at` if it begins with it, or with the owner where everybody sees only rows of their own.
    """
    known = {each.name: each for each in (*SYSTEM_FIELDS, *of.fields)}
    names: dict[str, None] = {"id": None}
    for columns in (*of.indexes, *of.unique):
        names.update({name: None for name in columns if name in known and _sortable(known[name])})
    default = "-created_at" if _served_by_time(of, access) else "-id"
    signed = [default, *(sign + name for name in names for sign in ("-", ""))]
    return tuple(dict.fromkeys(signed))


def _served_by_time(of: Entity, access: tuple[Access, ...]) -> bool:
    owned = of.owner is not None and all(each.kind == "owner" for each in access)
    return any(columns[0] == _BY_TIME or (owned and columns[:2] == (of.owner, _BY_TIME)) for columns in of.indexes)


def _comparable(each: Field) -> bool:
    if each.writeonly or each.sensitive:
        return False
    return isinstance(each.type, Enum | Ref) or (isinstance(each.type, Scalar) and each.type.name != "json")


def _sortable(each: Field) -> bool:
    return not each.nullable and _comparable(each)
