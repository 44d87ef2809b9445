"""What there is to buy, and its price."""

from .context import Clients, Config, Context
from .entities.product import Product, ProductResponse
from .schemas import CreateProductRequest, PriceItemsRequest, PriceItemsResponse, UpdateProductRequest
from .types import Item, Line

__all__ = [
    "Clients",
    "Config",
    "Context",
    "CreateProductRequest",
    "Item",
    "Line",
    "PriceItemsRequest",
    "PriceItemsResponse",
    "Product",
    "ProductResponse",
    "UpdateProductRequest",
]
