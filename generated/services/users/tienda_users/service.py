"""Who people are and what they may do. It issues the tokens that the others check."""

from pathlib import Path

from plano_kit.service import Issuer, Service

from .context import Config, Context, clients
from .endpoints import user as user_endpoints
from .entities.user import User, UserResponse
from .schemas import RegisterRequest
from .tables import metadata

SERVICE: Service[Context] = Service(
    platform="tienda",
    name="users",
    description="Who people are and what they may do. It issues the tokens that the others check.",
    package="services.users",
    domain="tienda.example",
    context=Context,
    clients=clients,
    config=Config,
    metadata=metadata,
    openapi=Path(__file__).with_name("openapi.json"),
    routers=(user_endpoints.router,),
    issuer=Issuer(
        account=User,
        response=UserResponse,
        register=RegisterRequest,
        email="email",
        roles=("admin", "support"),
    ),
    trusts="users",
    callers=frozenset({"notifications"}),
)
