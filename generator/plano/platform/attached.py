"""What a service has beside its code: storage, and what runs at certain times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Volume:
    """Storage that its pods mount at `path`; `size` is a Kubernetes quantity."""

    name: str
    kind: Literal["shared", "block"]
    size: str
    path: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """A handler that runs at the times of `cron` in the zone `zone`; `overlap` is Kubernetes' word for two at once."""

    name: str
    cron: str
    zone: str
    handler: str
    overlap: str
