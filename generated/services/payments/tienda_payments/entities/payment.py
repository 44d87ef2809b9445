"""The entity Payment: its table, what responses show of it, and its resource."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import DateTime, Index, Numeric, UniqueConstraint
from sqlmodel import Field

from plano_kit.http.resource import Resource
from plano_kit.types import Int, Model, Numeral, Timestamp

from ..tables import Base


class Payment(Base, table=True):
    """A row of the table `payment`."""

    __tablename__ = "payment"
    __owner__ = "customer_id"
    __table_args__ = (
        Index("ix_payment_customer_id_created_at", "customer_id", "created_at"),
        UniqueConstraint("order_id", name="uq_payment_order_id"),
    )

    order_id: UUID
    customer_id: UUID
    amount: Decimal = Field(sa_type=Numeric(12, 2))
    settled_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    refunded_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class PaymentResponse(Model):
    """What responses show of it."""

    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    order_id: UUID
    customer_id: UUID
    amount: Annotated[Decimal, Numeral(12, 2)]
    settled_at: Timestamp | None = None
    refunded_at: Timestamp | None = None


PAYMENTS = Resource(
    Payment,
    PaymentResponse,
    owner="customer_id",
    sorts=("-created_at", "-id", "id", "-customer_id", "customer_id", "created_at", "-order_id", "order_id"),
    default_sort="-created_at",
)
