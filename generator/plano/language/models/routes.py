"""Public paths."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from plano.language.models.base import Model, Number, refuse, shown, written
from plano.language.models.names import Label
from plano.language.models.quantities import Duration, Rate

ROUTE = r"^/$|^(/[A-Za-z0-9._~-]+)+$"


def _prefix(value: str) -> str:
    if value == "/":
        return value
    parts = value.split("/")
    bad = any(part in ("", ".", "..") or not part.replace("~", "-").isascii() for part in parts[1:])
    allowed = all(char.isalnum() or char in "/._~-" for char in value)
    if not value or parts[0] != "" or bad or not allowed:
        raise refuse("bad-path", f"{shown(value)} is not a public path", "it starts with '/' and does not end in one")
    return value


Prefix = Annotated[
    str,
    AfterValidator(_prefix),
    written("public path", "It starts with `/` and does not end in one.", "/api/orders", "/", pattern=ROUTE),
]
Percentile = Annotated[
    str,
    Field(
        pattern=r"^p[1-9][0-9]?(\.[0-9]+)?$",
        title="percentile",
        description="`p` and the per cent of requests that are meant.",
        examples=["p99", "p99.9"],
    ),
]


class SloDecl(Model):
    """What users may count on."""

    availability: Annotated[Number, Field(gt=0, lt=100)] | None = None
    """Per cent of requests that do not fail, such as 99.9. Example: `99.9`."""
    latency: dict[Percentile, Duration] = Field(default_factory=dict)
    """Percentile → the time in which that share of requests is answered. Example: `{p99: 300ms}`."""


class RouteDecl(Model):
    """A public path prefix and the service behind it."""

    service: Label
    """Who answers. Example: `orders`."""
    rate_limit: Rate | None = None
    """How many requests a client address may make. Example: `5/s`."""
    slo: SloDecl | None = None
    """What users may count on. Example: `{availability: 99.9, latency: {p99: 300ms}}`."""
    strip: Prefix | None = None
    """The prefix that is removed before the service sees the path. Default: `/api` for fastapi, nothing for others.

    Example: `/api`.
    """
