"""Tells customers what happened. It serves no public route."""

from .context import Clients, Config, Context
from .entities.notification import Notification, NotificationResponse
from .events import OrdersPlaced, PaymentsSettled
from .types import Line

__all__ = [
    "Clients",
    "Config",
    "Context",
    "Line",
    "Notification",
    "NotificationResponse",
    "OrdersPlaced",
    "PaymentsSettled",
]
