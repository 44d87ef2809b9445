"""What the topics of this service carry."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field

from plano_kit.messaging.event import Event
from plano_kit.types import Numeral, Text, Timestamp

from .entities.order import Order
from .types import Line


class OrdersPlaced(Event):
    """A customer placed an order."""

    topic: ClassVar[str] = "orders.placed"
    key_field: ClassVar[str | None] = "order_id"

    order_id: UUID
    customer_id: UUID
    total: Annotated[Decimal, Numeral(12, 2)]
    lines: list[Line]
    placed_at: Timestamp

    @classmethod
    def of(cls, row: Order, *, order_id: UUID, placed_at: datetime) -> Self:
        """The event of a row: of the row its fields of the same name and type, and the rest as given."""
        return cls(
            order_id=order_id,
            customer_id=row.customer_id,
            total=row.total,
            lines=row.lines,
            placed_at=placed_at,
        )


class OrdersCancelled(Event):
    topic: ClassVar[str] = "orders.cancelled"
    key_field: ClassVar[str | None] = "order_id"

    order_id: UUID
    customer_id: UUID
    total: Annotated[Decimal, Numeral(12, 2)]
    reason: Annotated[Text, Field(max_length=200)]

    @classmethod
    def of(cls, row: Order, *, order_id: UUID, reason: str) -> Self:
        """The event of a row: of the row its fields of the same name and type, and the rest as given."""
        return cls(order_id=order_id, customer_id=row.customer_id, total=row.total, reason=reason)


class PaymentsSettled(Event):
    topic: ClassVar[str] = "payments.settled"
    key_field: ClassVar[str | None] = "order_id"

    order_id: UUID
    customer_id: UUID
    amount: Annotated[Decimal, Numeral(12, 2)]
    settled_at: Timestamp
