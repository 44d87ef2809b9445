"""The entities of this service."""

from .product import PRODUCTS, Product, ProductResponse

__all__ = ["PRODUCTS", "Product", "ProductResponse"]
