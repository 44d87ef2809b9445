"""What this service consumes."""

from plano_kit.service import Consumer, Retry

from .binding import handlers
from .context import Context
from .events import PaymentsSettled

CONSUMERS: tuple[Consumer[Context], ...] = (
    Consumer(
        event=PaymentsSettled,
        handler=handlers.mark_paid,
        group="orders.payments.settled",
        concurrency=1,
        batch=1,
        retry=Retry(mode="blocking", attempts=5, first=1.0, maximum=300.0),
        retry_topic=None,
        dead_topic="payments.settled.orders.dead",
    ),
)
