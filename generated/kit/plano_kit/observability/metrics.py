"""The HTTP metrics. Labels are bounded: the route's template, never the path."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

REQUESTS = Counter("plano_http_requests_total", "Requests answered", ("method", "route", "status"))
SECONDS = Histogram(
    "plano_http_request_seconds",
    "Time to answer",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
