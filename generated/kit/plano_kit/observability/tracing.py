"""The trace that work belongs to, in W3C's form, carried through requests, records and calls; and the spans in it."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Literal, Protocol

TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
"""Version 00 of `traceparent`: trace id, parent id, flags (W3C Trace Context, 3.2)."""

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
"""HTTP's methods that are told by name; any other is what a caller made up."""

Kind = Literal["server", "client", "producer", "consumer", "internal"]
Attributes = Mapping[str, str | int | bool]

_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


class Span(Protocol):
    """A step of a trace that has begun. `traceparent` is what goes along with whatever the step causes."""

    @property
    def traceparent(self) -> str: ...

    def rename(self, name: str) -> None:
        """Call it by what only its end tells."""

    def add(self, attributes: Attributes) -> None:
        """Say more of it. Names are OpenTelemetry's semantic conventions; no value is a person's."""

    def fail(self, error_type: str) -> None:
        """It failed; the type says how, in a word of few."""

    def end(self) -> None:
        """It is over."""


class Tracer(Protocol):
    """Who records spans."""

    def start(
        self, name: str, kind: Kind, parent: str | None, attributes: Attributes, links: Sequence[str] = ()
    ) -> Span:
        """Begin a span below `parent`, or the first of a new trace where that is none or malformed."""
        ...


class _Unrecorded:
    """A step that nobody records: it has a place in its trace, and that is all."""

    __slots__ = ("traceparent",)

    def __init__(self, traceparent: str) -> None:
        self.traceparent = traceparent

    def rename(self, name: str) -> None: ...

    def add(self, attributes: Attributes) -> None: ...

    def fail(self, error_type: str) -> None: ...

    def end(self) -> None: ...


_tracer: Tracer | None = None


def record_with(tracer: Tracer | None) -> None:
    """Record this process's spans from now on; with None, no longer."""
    global _tracer
    _tracer = tracer


def recording() -> bool:
    """Whether spans are recorded, so that describing one is worth the while."""
    return _tracer is not None


def current_traceparent() -> str | None:
    """The `traceparent` to send along; None outside of any trace."""
    return _current.get()


def trace_id() -> str:
    """The trace's id, 32 hexadecimal digits; empty outside of any trace."""
    current = _current.get()
    return current[3:35] if current else ""


def trace_of(traceparent: str | None) -> str:
    """The id of the trace that a `traceparent` names; empty where it is none or malformed."""
    found = TRACEPARENT.fullmatch(traceparent or "")
    return found[1] if found else ""


def next_traceparent(parent: str | None) -> str:
    """A step further in the parent's trace, or the first of a new one where the parent is none or malformed."""
    span = secrets.token_hex(8)
    if parent and TRACEPARENT.fullmatch(parent):
        return f"{parent[:36]}{span}{parent[52:]}"
    return f"00-{secrets.token_hex(16)}-{span}-01"


def begun(
    name: str, kind: Kind, parent: str | None, attributes: Attributes | None = None, links: Sequence[str] = ()
) -> Span:
    """A span that the caller ends. The trace that the caller's own code belongs to stays what it was."""
    if _tracer is None:
        return _Unrecorded(next_traceparent(parent))
    return _tracer.start(name, kind, parent, attributes or {}, links)


@contextlib.contextmanager
def continued(
    parent: str | None, name: str, kind: Kind, attributes: Attributes | None = None, links: Sequence[str] = ()
) -> Iterator[Span]:
    """All within is a step of the parent's trace, or the first of a new one. What it raises is the span's failure."""
    span = begun(name, kind, parent, attributes, links)
    token = _current.set(span.traceparent)
    try:
        yield span
    except BaseException as error:
        span.fail(type(error).__qualname__)
        raise
    finally:
        _current.reset(token)
        span.end()


@contextlib.contextmanager
def step(name: str, kind: Kind, attributes: Attributes) -> Iterator[Span]:
    """All within is a step of the current trace where spans are recorded; else nothing is changed."""
    if _tracer is None:
        yield _NOTHING
        return
    with continued(_current.get(), name, kind, attributes) as span:
        yield span


_NOTHING = _Unrecorded("")
