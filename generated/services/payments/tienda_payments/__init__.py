"""Settles what orders ask for."""

from .context import Clients, Config, Context
from .entities.payment import Payment, PaymentResponse
from .events import OrdersCancelled, OrdersPlaced, PaymentsSettled
from .types import Line

__all__ = [
    "Clients",
    "Config",
    "Context",
    "Line",
    "OrdersCancelled",
    "OrdersPlaced",
    "Payment",
    "PaymentResponse",
    "PaymentsSettled",
]
