"""What `services.orders.handlers` must offer; mypy holds it to this in `binding.py`."""

from typing import Protocol
from uuid import UUID

from .context import Context
from .entities.order import Order
from .events import PaymentsSettled
from .schemas import CancelOrderRequest, PlaceOrderRequest


class Handlers(Protocol):
    """The hand-written part of this service."""

    async def place_order(self, request: PlaceOrderRequest, ctx: Context) -> Order:
        """`POST /orders`"""
        ...

    async def cancel_order(self, order_id: UUID, request: CancelOrderRequest, ctx: Context) -> Order:
        """`POST /orders/{order_id}/cancel`"""
        ...

    async def mark_paid(self, event: PaymentsSettled, ctx: Context) -> None:
        """What to do about `payments.settled`."""
        ...
