"""`tables.py`: the registry of a service's tables, its own so that two services can live in one process."""

from __future__ import annotations

from dataclasses import dataclass

from plano.platform.model import Service


@dataclass(frozen=True, slots=True)
class TablesView:
    """The module shows nothing but whose it is."""

    service: str


def view(service: Service) -> TablesView:
    """The registry of `service`."""
    return TablesView(service.name)
