"""The entity Order: its table, what responses show of it, and its resource."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric
from sqlalchemy import Text as SaText
from sqlmodel import Field

from plano_kit.database.tables import json_of
from plano_kit.http.resource import Resource
from plano_kit.types import Int, Model, Numeral, Text, Timestamp

from ..tables import Base
from ..types import Line


class Order(Base, table=True):
    """A row of the table `order`."""

    __tablename__ = "order"
    __owner__ = "customer_id"
    __table_args__ = (
        Index("ix_order_customer_id_created_at", "customer_id", "created_at"),
        Index("ix_order_status_created_at", "status", "created_at"),
        CheckConstraint("\"status\" IN ('placed', 'paid', 'cancelled')", name="status"),
    )

    customer_id: UUID
    status: Literal["placed", "paid", "cancelled"] = Field(default="placed", sa_type=SaText)
    total: Decimal = Field(sa_type=Numeric(12, 2))
    note: str | None = Field(default=None, sa_type=SaText)
    lines: list[Line] = Field(sa_type=json_of(list[Line]))


class OrderResponse(Model):
    """What responses show of it."""

    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    customer_id: UUID
    status: Literal["placed", "paid", "cancelled"]
    total: Annotated[Decimal, Numeral(12, 2)]
    note: Text | None = None
    lines: list[Line]


ORDERS = Resource(
    Order,
    OrderResponse,
    owner="customer_id",
    sorts=("-created_at", "-id", "id", "-customer_id", "customer_id", "created_at", "-status", "status"),
    default_sort="-created_at",
)
