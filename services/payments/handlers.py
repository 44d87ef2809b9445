"""What the payments service decides. Everything around it is generated.

The two events of an order come from two topics, so either may arrive first, and both at the same moment. A refund
that overtakes the settlement leaves a payment that is refunded and never settled, and the settlement respects it.
"""

from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from tienda_payments import Context, OrdersCancelled, OrdersPlaced, Payment, PaymentsSettled


async def settle(event: OrdersPlaced, ctx: Context) -> None:
    payment = await _payment_of(event, ctx)
    if payment.settled_at or payment.refunded_at:
        ctx.log.info("nothing to settle", settled_at=payment.settled_at, refunded_at=payment.refunded_at)
        return
    payment.settled_at = ctx.now
    await ctx.publish(PaymentsSettled.of(payment, settled_at=ctx.now))


async def refund(event: OrdersCancelled, ctx: Context) -> None:
    payment = await _payment_of(event, ctx)
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


async def _payment_of(event: OrdersPlaced | OrdersCancelled, ctx: Context) -> Payment:
    """The payment of an order, made by the first of its events and locked until this message is done."""
    made = insert(Payment).values(
        {
            col(Payment.order_id): event.order_id,
            col(Payment.customer_id): event.customer_id,
            col(Payment.amount): event.total,
        }
    )
    # There may be no row to lock yet: of two events at the same moment the second waits here for the first.
    await ctx.session.execute(made.on_conflict_do_nothing())
    (payment,) = await ctx.list(Payment, col(Payment.order_id) == event.order_id, lock=True)
    return payment
