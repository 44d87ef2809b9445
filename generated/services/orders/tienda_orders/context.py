"""What handlers are given."""

from dataclasses import dataclass

from plano_kit.clients import CallScope, Outbound
from plano_kit.context import Context as _Context
from plano_kit.settings import Config as _Config

from .clients.catalog import CatalogClient
from .events import OrdersCancelled, OrdersPlaced


@dataclass(frozen=True)
class Clients:
    """Whom this service calls."""

    catalog: CatalogClient


def clients(outbound: Outbound, scope: CallScope) -> Clients:
    """The clients of one transaction."""
    return Clients(catalog=CatalogClient(outbound.service("catalog"), scope))


class Config(_Config):
    """Settings of its own, from `PLANO_CONFIG_…`."""


class Context(_Context[Clients, Config, OrdersPlaced | OrdersCancelled]):
    """The session, `publish`, the clients, the principal, a logger and the time of one transaction."""
