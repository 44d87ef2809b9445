"""What this service consumes."""

from plano_kit.service import Consumer, Retry

from .binding import handlers
from .context import Context
from .events import OrdersCancelled, OrdersPlaced

CONSUMERS: tuple[Consumer[Context], ...] = (
    Consumer(
        event=OrdersPlaced,
        handler=handlers.settle,
        group="payments.orders.placed",
        concurrency=1,
        batch=1,
        retry=Retry(mode="blocking", attempts=5, first=1.0, maximum=300.0),
        retry_topic=None,
        dead_topic="orders.placed.payments.dead",
    ),
    Consumer(
        event=OrdersCancelled,
        handler=handlers.refund,
        group="payments.orders.cancelled",
        concurrency=1,
        batch=1,
        retry=Retry(mode="topics", attempts=8, first=2.0, maximum=600.0),
        retry_topic="orders.cancelled.payments.retry",
        dead_topic="orders.cancelled.payments.dead",
    ),
)
