"""Settles what orders ask for."""

from pathlib import Path

from plano_kit.service import Service

from .consumers import CONSUMERS
from .context import Config, Context, clients
from .endpoints import payment as payment_endpoints
from .events import PaymentsSettled
from .jobs import JOBS
from .tables import metadata

SERVICE: Service[Context] = Service(
    platform="tienda",
    name="payments",
    description="Settles what orders ask for.",
    package="services.payments",
    domain="tienda.example",
    context=Context,
    clients=clients,
    config=Config,
    metadata=metadata,
    openapi=Path(__file__).with_name("openapi.json"),
    routers=(payment_endpoints.router,),
    consumers=CONSUMERS,
    jobs=JOBS,
    publishes=(PaymentsSettled,),
    trusts="users",
)
