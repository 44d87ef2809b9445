"""The endpoints whose work is written by hand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from plano_kit.auth.principal import SERVICE
from plano_kit.http.call import Call, calls

from .binding import handlers
from .context import Context
from .schemas import PriceItemsRequest, PriceItemsResponse

router = APIRouter(tags=["Operations"])


@router.post("/prices", operation_id="price_items")
async def price_items(request: PriceItemsRequest, call: Annotated[Call[Context], Depends(calls(SERVICE))]) -> Response:
    return await call.run(lambda ctx: handlers.price_items(request, ctx), PriceItemsResponse)
