"""Value types that tables, schemas and events share."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from plano_kit.types import Int, Model, Numeral, Text


class Item(Model):
    sku: Annotated[Text, Field(max_length=32)]
    quantity: Annotated[Int, Field(ge=1, le=99)]


class Line(Model):
    sku: Annotated[Text, Field(max_length=32)]
    quantity: Int
    price: Annotated[Decimal, Numeral(12, 2)]
