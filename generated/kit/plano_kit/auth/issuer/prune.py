"""What the job `prune` removes at an issuer."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from plano_kit.auth.issuer import attempts, sessions
from plano_kit.auth.issuer.accounts import Accounts
from plano_kit.service import Issuer


async def prune_issuer(connection: AsyncConnection, definition: Issuer) -> int:
    """Remove ended sessions, forgotten attempts, and the credentials of accounts that are deleted; gives how many."""
    accounts = Accounts(definition.account, definition.email)
    return await accounts.prune(connection) + await sessions.prune(connection) + await attempts.prune(connection)
