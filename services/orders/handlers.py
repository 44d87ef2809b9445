"""What the orders service decides. Everything around it is generated."""

from decimal import Decimal
from uuid import UUID

from plano_kit import Conflict, Unprocessable
from tienda_orders import (
    CancelOrderRequest,
    Context,
    Order,
    OrdersCancelled,
    OrdersPlaced,
    PaymentsSettled,
    PlaceOrderRequest,
)


async def place_order(request: PlaceOrderRequest, ctx: Context) -> Order:
    if not request.items:
        raise Unprocessable("an order needs at least one item")
    priced = await ctx.clients.catalog.price_items(request.items)  # prices are ours to say, not the browser's
    order = Order(
        customer_id=ctx.principal.id,
        lines=priced.lines,
        note=request.note,
        total=sum((line.price * line.quantity for line in priced.lines), Decimal()),
    )
    ctx.session.add(order)
    await ctx.publish(OrdersPlaced.of(order, order_id=order.id, placed_at=ctx.now))
    return order


async def cancel_order(order_id: UUID, request: CancelOrderRequest, ctx: Context) -> Order:
    order = await ctx.get(Order, order_id, lock=True)  # another customer's order is not found
    if order.status == "cancelled":
        raise Conflict("this order is already cancelled")
    order.status = "cancelled"
    await ctx.publish(OrdersCancelled.of(order, order_id=order.id, reason=request.reason))
    return order


async def mark_paid(event: PaymentsSettled, ctx: Context) -> None:
    order = await ctx.get(Order, event.order_id, lock=True)
    if order.status == "cancelled":
        ctx.log.info("the order was cancelled before its payment settled: the refund is on its way")
        return
    order.status = "paid"
