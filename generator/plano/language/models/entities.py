"""Entities: the tables and resources of a service."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from plano.language.models.addresses import CollectionPath
from plano.language.models.base import Model
from plano.language.models.fields import FieldMap
from plano.language.models.names import Pascal, Snake

Columns = Annotated[tuple[Snake, ...], Field(min_length=1)]


class EntityDecl(Model):
    """A table, and the resource that `expose` makes of it. Each row has id, created_at, updated_at, row_version too."""

    fields: FieldMap = Field(default_factory=dict)
    """Its own columns. Example: `{sku: string(32), stock: int = 0}`."""
    unique: tuple[Columns, ...] = ()
    """Lists of fields whose values together occur once. Examples: `[[email]]`, `[[shop, sku]]`."""
    index: tuple[Columns, ...] = ()
    """Lists of fields by which rows are found and sorted. Example: `[[customer_id, created_at]]`."""
    owner: Snake | None = None
    """The field that holds the principal's id, or `id`. It is readonly and set from the principal on create.

    Examples: `customer_id`, `id`.
    """
    path: CollectionPath | None = None
    """The collection's path. Default: the name in kebab case, with an s. Example: `/people`."""
    was: Pascal | None = None
    """The entity's old name, in the change that renames it. Example: `Customer`."""
