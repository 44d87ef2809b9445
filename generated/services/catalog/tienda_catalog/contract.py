"""What `services.catalog.handlers` must offer; mypy holds it to this in `binding.py`."""

from typing import Protocol

from .context import Context
from .schemas import PriceItemsRequest, PriceItemsResponse


class Handlers(Protocol):
    """The hand-written part of this service."""

    async def price_items(self, request: PriceItemsRequest, ctx: Context) -> PriceItemsResponse:
        """`POST /prices`"""
        ...
