"""What the payments service decides. Everything around it is generated.

The two events of an order come from two topics, so either may arrive first. A refund that overtakes
the settlement leaves a payment that is refunded and never settled, and the settlement respects it.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col

from tienda_payments import Context, OrdersCancelled, OrdersPlaced, Payment, PaymentsSettled


async def settle(event: OrdersPlaced, ctx: Context) -> None:
    if payment := await _payment_of(event.order_id, ctx):
        ctx.log.info("nothing to settle", settled_at=payment.settled_at, refunded_at=payment.refunded_at)
        return
    payment = Payment(order_id=event.order_id, customer_id=event.customer_id, amount=event.total, settled_at=ctx.now)
    ctx.session.add(payment)
    await ctx.publish(PaymentsSettled.of(payment, settled_at=ctx.now))


async def refund(event: OrdersCancelled, ctx: Context) -> None:
    payment = await _payment_of(event.order_id, ctx)
    if payment is None:
        payment = Payment(order_id=event.order_id, customer_id=event.customer_id, amount=event.total)
        ctx.session.add(payment)
    if payment.refunded_at is None:
        payment.refunded_at = ctx.now


async def reconcile(ctx: Context) -> None:
    """Say what yesterday brought, and what needs a person: a refund whose order never asked for a payment."""
    since = ctx.now - timedelta(days=1)
    settled = await ctx.list(Payment, col(Payment.settled_at) >= since)
    refunded = await ctx.list(Payment, col(Payment.refunded_at) >= since)
    orphans = [payment for payment in refunded if payment.settled_at is None]
    ctx.log.info(
        "reconciled",
        settled=len(settled),
        settled_amount=str(sum(payment.amount for payment in settled)),
        refunded=len(refunded),
        refunded_amount=str(sum(payment.amount for payment in refunded if payment.settled_at)),
    )
    for payment in orphans:
        ctx.log.warning("refunded before it was settled", order_id=str(payment.order_id))


async def _payment_of(order_id: UUID, ctx: Context) -> Payment | None:
    """The payment of an order, locked until this message is done; None before either event came."""
    found = await ctx.list(Payment, col(Payment.order_id) == order_id, limit=1, lock=True)
    return found[0] if found else None
