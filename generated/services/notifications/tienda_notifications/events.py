"""What the topics of this service carry."""

from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from plano_kit.messaging.event import Event
from plano_kit.types import Numeral, Timestamp

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


class PaymentsSettled(Event):
    topic: ClassVar[str] = "payments.settled"
    key_field: ClassVar[str | None] = "order_id"

    order_id: UUID
    customer_id: UUID
    amount: Annotated[Decimal, Numeral(12, 2)]
    settled_at: Timestamp
