"""The endpoints whose work is written by hand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from plano_kit.auth.principal import OWNER, USER
from plano_kit.http.call import Call, calls

from .binding import handlers
from .context import Context
from .entities.order import OrderResponse
from .schemas import CancelOrderRequest, PlaceOrderRequest

router = APIRouter(tags=["Operations"])


@router.post("/orders", operation_id="place_order", status_code=201)
async def place_order(request: PlaceOrderRequest, call: Annotated[Call[Context], Depends(calls(USER))]) -> Response:
    return await call.run(lambda ctx: handlers.place_order(request, ctx), OrderResponse, status=201)


@router.post("/orders/{order_id}/cancel", operation_id="cancel_order")
async def cancel_order(
    order_id: UUID,
    request: CancelOrderRequest,
    call: Annotated[Call[Context], Depends(calls(OWNER))],
) -> Response:
    return await call.run(lambda ctx: handlers.cancel_order(order_id, request, ctx), OrderResponse)
