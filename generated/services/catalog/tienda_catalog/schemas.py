"""What operations take and give."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from plano_kit.partial import NotNull
from plano_kit.types import Int, Model, Numeral, Request, Text

from .types import Item, Line


class CreateProductRequest(Request):
    sku: Annotated[Text, Field(max_length=32)]
    name: Annotated[Text, Field(max_length=120)]
    description: Text | None = None
    price: Annotated[Decimal, Numeral(12, 2)]
    stock: Int = 0


class UpdateProductRequest(Request):
    sku: Annotated[Annotated[Text, Field(max_length=32)] | None, NotNull] = None
    name: Annotated[Annotated[Text, Field(max_length=120)] | None, NotNull] = None
    description: Text | None = None
    price: Annotated[Annotated[Decimal, Numeral(12, 2)] | None, NotNull] = None
    stock: Annotated[Int | None, NotNull] = None


class PriceItemsRequest(Request):
    items: list[Item]


class PriceItemsResponse(Model):
    lines: list[Line]
