"""What there is to buy, and its price."""

from pathlib import Path

from plano_kit.service import Service

from . import operations
from .context import Config, Context, clients
from .endpoints import product as product_endpoints
from .tables import metadata

SERVICE: Service[Context] = Service(
    platform="tienda",
    name="catalog",
    description="What there is to buy, and its price.",
    package="services.catalog",
    domain="tienda.example",
    context=Context,
    clients=clients,
    config=Config,
    metadata=metadata,
    openapi=Path(__file__).with_name("openapi.json"),
    routers=(product_endpoints.router, operations.router),
    trusts="users",
    callers=frozenset({"orders"}),
)
