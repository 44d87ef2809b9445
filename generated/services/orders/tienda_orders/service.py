"""Takes orders and follows them to the door."""

from pathlib import Path

from plano_kit.service import Service

from . import operations
from .consumers import CONSUMERS
from .context import Config, Context, clients
from .endpoints import order as order_endpoints
from .events import OrdersCancelled, OrdersPlaced
from .tables import metadata

SERVICE: Service[Context] = Service(
    platform="tienda",
    name="orders",
    description="Takes orders and follows them to the door.",
    package="services.orders",
    domain="tienda.example",
    context=Context,
    clients=clients,
    config=Config,
    metadata=metadata,
    openapi=Path(__file__).with_name("openapi.json"),
    routers=(order_endpoints.router, operations.router),
    consumers=CONSUMERS,
    publishes=(OrdersPlaced, OrdersCancelled),
    trusts="users",
)
