"""The entity Product: its table, what responses show of it, and its resource."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import Index, Numeric, String, UniqueConstraint
from sqlalchemy import Text as SaText
from sqlmodel import Field

from plano_kit.http.resource import Resource
from plano_kit.types import Int, Model, Numeral, Text, Timestamp

from ..tables import Base


class Product(Base, table=True):
    """A row of the table `product`."""

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_name", "name"),
        UniqueConstraint("sku", name="uq_product_sku"),
    )

    sku: str = Field(sa_type=String(32))
    name: str = Field(sa_type=String(120))
    description: str | None = Field(default=None, sa_type=SaText)
    price: Decimal = Field(sa_type=Numeric(12, 2))
    stock: int = 0


class ProductResponse(Model):
    """What responses show of it."""

    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    sku: Text
    name: Text
    description: Text | None = None
    price: Annotated[Decimal, Numeral(12, 2)]
    stock: Int


PRODUCTS = Resource(Product, ProductResponse, sorts=("-id", "id", "-name", "name", "-sku", "sku"), default_sort="-id")
