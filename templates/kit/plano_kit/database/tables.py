"""What every table has, and how typed JSON is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

T = TypeVar("T")

NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}
"""Names of constraints, the same on every machine, so that a migration can name what it drops."""


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Table(SQLModel):
    """A row: `id` is a UUIDv7 made here, `row_version` guards against a write over another's.

    A generated service derives its own base from this, with its own registry. `__owner__` names the column that holds
    the owning principal's id.
    """

    __owner__: ClassVar[str | None] = None

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(
        default_factory=utc_now, sa_type=DateTime(timezone=True), sa_column_kwargs={"onupdate": utc_now}
    )
    row_version: int = Field(default=1, sa_type=BigInteger)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.metadata.tables[str(cls.__tablename__)].c["row_version"]}


class JsonOf(TypeDecorator[T], Generic[T]):
    """A JSONB column that holds `kind` in its wire form, and gives it back as objects."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: type[T]) -> None:
        super().__init__(none_as_null=True)
        self.kind = kind
        self.adapter: TypeAdapter[T] = TypeAdapter(kind)

    def wire(self, value: T | None) -> object:
        """The value as plain JSON."""
        return None if value is None else self.adapter.dump_python(value, mode="json", by_alias=True)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> object:
        return self.wire(value)

    def process_result_value(self, value: object, dialect: Dialect) -> T | None:
        return None if value is None else self.adapter.validate_python(value)


def json_of(kind: type[T]) -> JsonOf[T]:
    """The column type for `kind`, such as `list[Line]`."""
    return JsonOf(kind)
