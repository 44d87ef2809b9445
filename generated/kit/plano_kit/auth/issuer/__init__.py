"""The one service of a platform that issues tokens adds this: accounts, log-ins, keys and their endpoints.

Importing it costs an issuer alone; a service that only checks tokens needs nothing of it.
"""

from plano_kit.auth.issuer.createadmin import create_admin
from plano_kit.auth.issuer.issuing import Issuing
from plano_kit.auth.issuer.keys import SigningKey, SigningKeys
from plano_kit.auth.issuer.owntokens import OwnTokens
from plano_kit.auth.issuer.passwords import Password
from plano_kit.auth.issuer.prune import prune_issuer
from plano_kit.auth.issuer.router import Desk, issuer_router
from plano_kit.auth.issuer.schemas import Registration

__all__ = [
    "Desk",
    "Issuing",
    "OwnTokens",
    "Password",
    "Registration",
    "SigningKey",
    "SigningKeys",
    "create_admin",
    "issuer_router",
    "prune_issuer",
]
