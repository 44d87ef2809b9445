"""What Prometheus sees of messaging. Labels are topics, partitions and outcomes: all of them bounded."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

OUTBOX_ROWS = Gauge("plano_outbox_rows", "Rows that wait to be sent, counted up to 100,000.")
OUTBOX_OLDEST = Gauge("plano_outbox_oldest_seconds", "Age of the oldest row that waits to be sent.")
SENT = Counter("plano_outbox_sent_total", "Records that the broker acknowledged.", ["topic"])
REFUSED = Counter("plano_outbox_refused_total", "Rounds in which a topic could not be sent to.", ["topic"])

HANDLED = Counter(
    "plano_messages_total",
    "Messages settled, by outcome: handled, repeated (known to the inbox), retried, dead.",
    ["topic", "partition", "outcome"],
)
FAILED = Counter("plano_message_failures_total", "Attempts of a handler that raised.", ["topic"])
SECONDS = Histogram("plano_handler_seconds", "Duration of a handler's transaction.", ["topic"])
LAG = Gauge("plano_consumer_lag", "Records of a partition that are not settled yet.", ["topic", "partition"])
