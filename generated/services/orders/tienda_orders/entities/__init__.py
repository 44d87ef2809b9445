"""The entities of this service."""

from .order import ORDERS, Order, OrderResponse

__all__ = ["ORDERS", "Order", "OrderResponse"]
