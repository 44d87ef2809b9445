"""What is open of Payment."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from plano_kit.auth.principal import OWNER
from plano_kit.http.call import Call, calls
from plano_kit.http.pagination import PageQuery, page_query

from ..context import Context
from ..entities.payment import PAYMENTS

router = APIRouter(tags=["Payment"])


@router.get("/payments", operation_id="list_payments")
async def list_payments(
    call: Annotated[Call[Context], Depends(calls(OWNER))],
    page: Annotated[PageQuery, Depends(page_query)],
    order_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Response:
    return await PAYMENTS.list(call, page, {"order_id": order_id, "customer_id": customer_id})


@router.get("/payments/{payment_id}", operation_id="get_payment")
async def get_payment(payment_id: UUID, call: Annotated[Call[Context], Depends(calls(OWNER))]) -> Response:
    return await PAYMENTS.get(call, payment_id)
