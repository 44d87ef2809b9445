"""Tells customers what happened. It serves no public route."""

from pathlib import Path

from plano_kit.service import Service

from .consumers import CONSUMERS
from .context import Config, Context, clients
from .tables import metadata

SERVICE: Service[Context] = Service(
    platform="tienda",
    name="notifications",
    description="Tells customers what happened. It serves no public route.",
    package="services.notifications",
    domain="tienda.example",
    context=Context,
    clients=clients,
    config=Config,
    metadata=metadata,
    openapi=Path(__file__).with_name("openapi.json"),
    consumers=CONSUMERS,
    trusts="users",
)
