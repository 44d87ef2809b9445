"""What `services.payments.handlers` must offer; mypy holds it to this in `binding.py`."""

from typing import Protocol

from .context import Context
from .events import OrdersCancelled, OrdersPlaced


class Handlers(Protocol):
    """The hand-written part of this service."""

    async def settle(self, event: OrdersPlaced, ctx: Context) -> None:
        """What to do about `orders.placed`."""
        ...

    async def refund(self, event: OrdersCancelled, ctx: Context) -> None:
        """What to do about `orders.cancelled`."""
        ...

    async def reconcile(self, ctx: Context) -> None:
        """At `0 2 * * *`, Europe/Madrid."""
        ...
