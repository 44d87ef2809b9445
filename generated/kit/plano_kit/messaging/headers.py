"""Record headers: CloudEvents' Kafka binding in binary mode, and what retries and dead letters add.

Source: CloudEvents 1.0.2, Kafka Protocol Binding, section 3.2 (attributes as `ce_` headers, `content-type`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import uuid4

WIRE = "1"
"""The version of headers and payload; a reader takes its own and the one before."""

ID = "ce_id"
TRACEPARENT = "traceparent"

ORIGIN_TOPIC = "plano_topic"
ORIGIN_PARTITION = "plano_partition"
ORIGIN_OFFSET = "plano_offset"
ERROR = "plano_error"
ATTEMPTS = "plano_attempts"
DUE = "plano_due"
TRUNCATED = "plano_truncated"

Headers = Sequence[tuple[str, bytes]]


def cloud_event(topic: str, key: str | None, source: str, now: datetime, traceparent: str | None) -> dict[str, str]:
    """The headers of a new event of `topic`, with an id of its own."""
    headers = {
        "ce_specversion": "1.0",
        ID: str(uuid4()),
        "ce_type": topic,
        "ce_source": source,
        "ce_time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "content-type": "application/json",
        "plano_wire": WIRE,
    }
    if key is not None:
        headers["ce_subject"] = key
    if traceparent:
        headers[TRACEPARENT] = traceparent
    return headers


def encode(headers: Mapping[str, str]) -> list[tuple[str, bytes]]:
    """Headers as Kafka takes them."""
    return [(name, value.encode()) for name, value in headers.items()]


def text(headers: Headers, name: str) -> str | None:
    """The first header of that name, None where there is none or it is not UTF-8."""
    for each, value in headers:
        if each == name and value is not None:
            try:
                return value.decode()
            except UnicodeDecodeError:
                return None
    return None


def number(headers: Headers, name: str, default: int) -> int:
    """The first header of that name as a whole number that is not negative, else `default`."""
    written = text(headers, name)
    return int(written) if written is not None and written.isascii() and written.isdecimal() else default


def replace(headers: Headers, added: Mapping[str, str]) -> list[tuple[str, bytes]]:
    """`headers` with `added` in place of any of the same names."""
    return [(name, value) for name, value in headers if name not in added] + encode(added)
