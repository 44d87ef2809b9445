"""What this service consumes."""

from plano_kit.service import Consumer, Retry

from .binding import handlers
from .context import Context
from .events import OrdersPlaced, PaymentsSettled

CONSUMERS: tuple[Consumer[Context], ...] = (
    Consumer(
        event=OrdersPlaced,
        handler=handlers.confirm_order,
        group="notifications.orders.placed",
        concurrency=1,
        batch=1,
        retry=Retry(mode="blocking", attempts=5, first=1.0, maximum=300.0),
        retry_topic=None,
        dead_topic="orders.placed.notifications.dead",
    ),
    Consumer(
        event=PaymentsSettled,
        handler=handlers.thank_customer,
        group="notifications.payments.settled",
        concurrency=2,
        batch=100,
        retry=Retry(mode="blocking", attempts=5, first=1.0, maximum=300.0),
        retry_topic=None,
        dead_topic="payments.settled.notifications.dead",
    ),
)
