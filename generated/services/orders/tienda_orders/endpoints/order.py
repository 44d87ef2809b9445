"""What is open of Order."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from plano_kit.auth.principal import OWNER
from plano_kit.http.call import Call, calls
from plano_kit.http.pagination import PageQuery, page_query

from ..context import Context
from ..entities.order import ORDERS

router = APIRouter(tags=["Order"])


@router.get("/orders", operation_id="list_orders")
async def list_orders(
    call: Annotated[Call[Context], Depends(calls(OWNER))],
    page: Annotated[PageQuery, Depends(page_query)],
    customer_id: UUID | None = None,
    status: Literal["placed", "paid", "cancelled"] | None = None,
) -> Response:
    return await ORDERS.list(call, page, {"customer_id": customer_id, "status": status})


@router.get("/orders/{order_id}", operation_id="get_order")
async def get_order(order_id: UUID, call: Annotated[Call[Context], Depends(calls(OWNER))]) -> Response:
    return await ORDERS.get(call, order_id)
