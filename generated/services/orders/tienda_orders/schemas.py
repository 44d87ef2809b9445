"""What operations take and give."""

from typing import Annotated

from pydantic import Field

from plano_kit.types import Request, Text

from .types import Item


class PlaceOrderRequest(Request):
    items: list[Item]
    note: Text | None = None


class CancelOrderRequest(Request):
    reason: Annotated[Text, Field(max_length=200)]
