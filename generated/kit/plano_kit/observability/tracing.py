"""The trace that work belongs to, in W3C's form, carried through requests, records and calls."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator
from contextvars import ContextVar

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current_traceparent() -> str | None:
    """The `traceparent` to send along; None outside of any trace."""
    return _current.get()


def trace_id() -> str:
    """The trace's id, 32 hexadecimal digits; empty outside of any trace."""
    current = _current.get()
    return current[3:35] if current else ""


def next_traceparent(parent: str | None) -> str:
    """A step further in the parent's trace, or the first of a new one where the parent is none or malformed."""
    span = secrets.token_hex(8)
    if parent and _TRACEPARENT.fullmatch(parent):
        return f"{parent[:36]}{span}{parent[52:]}"
    return f"00-{secrets.token_hex(16)}-{span}-01"


@contextlib.contextmanager
def continued(parent: str | None) -> Iterator[str]:
    """All within belongs to the parent's trace, or to a new one; gives its `traceparent`."""
    made = next_traceparent(parent)
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)
