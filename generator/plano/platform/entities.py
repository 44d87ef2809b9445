"""Entities: tables, and what an index lets a list filter and sort by."""

from __future__ import annotations

from collections.abc import Mapping

from plano.language.blueprint import EntityDecl
from plano.language.fieldtypes import Enum, Ref, Scalar
from plano.platform.fields import FieldPool
from plano.platform.model import Access, Entity, Field
from plano.platform.names import collection_name, collection_path, snake

SYSTEM_FIELDS = (
    Field("id", Scalar("uuid"), readonly=True),
    Field("created_at", Scalar("datetime"), readonly=True),
    Field("updated_at", Scalar("datetime"), readonly=True),
    Field("row_version", Scalar("int"), readonly=True),
)
"""What every row has besides its own fields: plain values that are always there."""

_EVERY_ROW = frozenset(each.name for each in SYSTEM_FIELDS)
_BY_TIME = "created_at"


def entity(name: str, decl: EntityDecl, pool: FieldPool) -> Entity:
    """The resolved entity. Its owner field is readonly, and every `ref` has an index that begins with it."""
    own = tuple([pool.field(key, value, readonly=key == decl.owner) for key, value in decl.fields.items()])
    indexes = list(decl.index)
    for each in own:
        if isinstance(each.type, Ref) and all(columns[0] != each.name for columns in (*indexes, *decl.unique)):
            indexes.append((each.name,))
    path = decl.path or collection_path(name)
    singular = snake(name)
    return Entity(
        name=name,
        table=singular,
        path=path,
        singular=singular,
        plural=collection_name(path),
        fields=own,
        unique=decl.unique,
        indexes=tuple(indexes),
        owner=decl.owner,
    )


def comparable(of: Entity) -> dict[str, Field]:
    """Its own fields that a list may filter and sort by, if an index serves: plain values that may be shown."""
    return {each.name: each for each in of.fields if _is_comparable(each)}


def prefixes(of: Entity, plain: Mapping[str, Field]) -> tuple[tuple[str, ...], ...]:
    """The sets of fields that a list may filter by together: each leftmost part of an index, shortest first.

    A part ends before a field that equality does not serve: one that is not in `plain`, which are its `comparable`.
    """
    found: dict[tuple[str, ...], None] = {}
    for columns in (*of.indexes, *of.unique):
        for length in range(1, len(columns) + 1):
            if columns[length - 1] not in plain:
                break
            found[columns[:length]] = None
    return tuple(sorted(found, key=len))


def filters(of: Entity, served: tuple[tuple[str, ...], ...]) -> tuple[Field, ...]:
    """The fields that stand in any of the sets `served`, which are its `prefixes`, in the entity's order."""
    names = {name for columns in served for name in columns}
    return tuple([each for each in of.fields if each.name in names])


def sorts(of: Entity, plain: Mapping[str, Field], access: tuple[Access, ...]) -> tuple[str, ...]:
    """The values of `sort`, the default first: `-created_at` where an index serves it, else `-id`.

    Sorted by is the id, and every field with an index that can never be null; `plain` are its `comparable`. An index
    serves `created_at` if it begins with it, or with the owner where everybody sees only rows of their own.
    """
    signed = ["-created_at" if _served_by_time(of, access) else "-id", "-id", "id"]
    for columns in (*of.indexes, *of.unique):
        for name in columns:
            if name in _EVERY_ROW or (name in plain and not plain[name].nullable):
                signed += (f"-{name}", name)
    return tuple(dict.fromkeys(signed))


def _served_by_time(of: Entity, access: tuple[Access, ...]) -> bool:
    owned = of.owner is not None and all(each.kind == "owner" for each in access)
    return any(columns[0] == _BY_TIME or (owned and columns[:2] == (of.owner, _BY_TIME)) for columns in of.indexes)


def _is_comparable(each: Field) -> bool:
    if each.writeonly or each.sensitive:
        return False
    return each.type.name != "json" if isinstance(each.type, Scalar) else isinstance(each.type, Enum | Ref)
