"""What `services.notifications.handlers` must offer; mypy holds it to this in `binding.py`."""

from typing import Protocol

from .context import Context
from .events import OrdersPlaced, PaymentsSettled


class Handlers(Protocol):
    """The hand-written part of this service."""

    async def confirm_order(self, event: OrdersPlaced, ctx: Context) -> None:
        """What to do about `orders.placed`."""
        ...

    async def thank_customer(self, events: list[PaymentsSettled], ctx: Context) -> None:
        """What to do about `payments.settled`."""
        ...
