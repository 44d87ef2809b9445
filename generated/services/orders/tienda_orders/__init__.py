"""Takes orders and follows them to the door."""

from .context import Clients, Config, Context
from .entities.order import Order, OrderResponse
from .events import OrdersCancelled, OrdersPlaced, PaymentsSettled
from .schemas import CancelOrderRequest, PlaceOrderRequest
from .types import Item, Line

__all__ = [
    "CancelOrderRequest",
    "Clients",
    "Config",
    "Context",
    "Item",
    "Line",
    "Order",
    "OrderResponse",
    "OrdersCancelled",
    "OrdersPlaced",
    "PaymentsSettled",
    "PlaceOrderRequest",
]
