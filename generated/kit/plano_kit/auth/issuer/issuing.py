"""What the issuer does, without HTTP: accounts, log-ins and tokens. Each method is its own transaction."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import structlog
from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import SQLModel

from plano_kit.auth.issuer import sessions
from plano_kit.auth.issuer.accounts import ADMIN, Account, Accounts
from plano_kit.auth.issuer.attempts import Attempts, LimitedError
from plano_kit.auth.issuer.keys import SigningKeys
from plano_kit.auth.issuer.passwords import Passwords
from plano_kit.auth.issuer.schemas import Registration
from plano_kit.auth.principal import Principal
from plano_kit.auth.tokens import TokenVerifier
from plano_kit.problems import Conflict, Forbidden, NotFound, TooManyRequests, Unauthorized, Unprocessable
from plano_kit.service import Issuer

ACCESS_LIFETIME = 900
"""Seconds. A block or a change of roles holds everywhere after this at the latest."""

_UNIQUE_VIOLATION = "23505"


@dataclass(frozen=True, slots=True)
class Opened:
    """A log-in that began or goes on: the access token and the refresh token that replaces any before."""

    access: str
    refresh: str


class Issuing:
    """The issuer of one environment. `name` is the tokens' `iss` and `aud`; `clients` maps a service to the SHA-256 of
    its client secret in hexadecimal digits."""

    def __init__(
        self, engine: AsyncEngine, definition: Issuer, name: str, keys: SigningKeys, clients: Mapping[str, str]
    ) -> None:
        self.name = name
        self.keys = keys
        self.verifier = TokenVerifier(name, keys)
        self._engine = engine
        self._definition = definition
        self._clients = clients
        self._accounts = Accounts(definition.account, definition.email)
        self._passwords = Passwords()
        self._log = structlog.get_logger("plano.auth")

    async def register(self, request: Registration, roles: frozenset[str] = frozenset()) -> SQLModel:
        """Make an account row out of the request's fields, and its credential with it; gives the row.

        Raises Conflict where its e-mail, or another unique value, is taken.
        """
        fields = {name: getattr(request, name) for name in type(request).model_fields if name != "password"}
        hashed = await self._passwords.hash(request.password)
        row = self._definition.account(**fields)
        try:
            async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
                session.add(row)
                await session.flush()
                await session.refresh(row)
                await self._accounts.add(await session.connection(), _id_of(row), hashed, roles)
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != _UNIQUE_VIOLATION:
                raise
            taken = await self.account(str(fields[self._definition.email])) is not None
            raise Conflict(
                "an account with this e-mail exists already" if taken else "another account has one of these values"
            ) from None
        return row

    async def account(self, email: str) -> Account | None:
        """The account with that e-mail."""
        async with self._engine.connect() as connection:
            return await self._accounts.by_email(connection, email)

    async def login(self, email: str, password: SecretStr, address: str) -> Opened:
        """Begin a session. Raises Unauthorized alike for an unknown e-mail and a wrong password, Forbidden for a
        blocked account, TooManyRequests after too many failures of the account or from the address."""
        attempts = Attempts(self._engine, email, address)
        await _counted(attempts)
        found = await self.account(email)
        right = await self._passwords.matches(found.password if found else None, password)
        if found is None or not right:
            raise Unauthorized("the e-mail or the password is wrong")
        renewed = None
        if found.password is not None and self._passwords.outdated(found.password):
            renewed = await self._passwords.hash(password)
        async with self._engine.begin() as connection:
            # Again and locked: a block or a new password that came meanwhile must not miss this session.
            account = await self._accounts.by_id(connection, found.id, lock=True)
            if account is None or account.password != found.password:
                raise Unauthorized("the e-mail or the password is wrong")
            if account.blocked:
                raise Forbidden("this account is blocked")
            if renewed is not None:
                await self._accounts.set_password(connection, account.id, renewed)
            await attempts.forgive(connection)
            refresh = await sessions.start(connection, account.id)
        return Opened(self._access(account.principal()), refresh)

    async def refresh(self, token: str) -> Opened:
        """Go on with a session. Raises Unauthorized where it cannot; one whose token came a second time has ended for
        everybody who holds a token of it. Raises Forbidden for a blocked account."""
        account: Account | None = None
        async with self._engine.begin() as connection:
            outcome = await sessions.rotate(connection, token)
            if isinstance(outcome, sessions.Rotated):
                account = await self._accounts.by_id(connection, outcome.account_id)
        # Only now: an exception inside would have taken the end of the family back.
        if isinstance(outcome, sessions.Refused):
            if outcome.reused:
                self._log.warning("a refresh token came twice: its session has ended", user_id=str(outcome.account_id))
            raise Unauthorized("this session has ended: log in again")
        if account is None:
            raise Unauthorized("this session has ended: log in again")
        if account.blocked:
            raise Forbidden("this account is blocked")
        return Opened(self._access(account.principal()), outcome.token)

    async def logout(self, token: str) -> None:
        """End the session that the token belongs to."""
        async with self._engine.begin() as connection:
            await sessions.end(connection, token)

    async def change_password(
        self, id: UUID, current: SecretStr, new: SecretStr, address: str, keep: str | None
    ) -> None:
        """Replace the password and end the account's sessions but that of the refresh token `keep`.

        Raises Forbidden for a wrong current password, TooManyRequests after too many of them.
        """
        attempts = Attempts(self._engine, f"password of {id}", address)
        await _counted(attempts)
        async with self._engine.connect() as connection:
            found = await self._accounts.by_id(connection, id)
        if not await self._passwords.matches(found.password if found else None, current):
            raise Forbidden("the current password is wrong")
        hashed = await self._passwords.hash(new)
        async with self._engine.begin() as connection:
            account = await self._accounts.by_id(connection, id, lock=True)
            if account is None or found is None or account.password != found.password:
                raise Forbidden("the current password is wrong")
            await attempts.forgive(connection)
            await self._accounts.set_password(connection, id, hashed)
            await sessions.end_all(connection, id, "password", keep=keep)

    async def token_for_service(self, name: str, secret: str) -> str | None:
        """A token for the service, None where the name or the secret is wrong."""
        given = hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
        known = self._clients.get(name, "")
        if not hmac.compare_digest(given.encode(), known.lower().encode()):
            return None
        return self._access(Principal.service(name))

    async def set_roles(self, id: UUID, roles: frozenset[str]) -> None:
        """Replace the account's roles. Raises NotFound, Unprocessable for a role that the blueprint does not name,
        Conflict where nobody would be admin afterwards."""
        if unknown := sorted(roles - set(self._definition.roles) - {ADMIN}):
            raise Unprocessable(f"there is no role {unknown[0]!r}")
        async with self._engine.begin() as connection:
            await self._accounts.one_at_a_time(connection)
            account = _credentialed(await self._accounts.by_id(connection, id, lock=True))
            if ADMIN in account.roles - roles and not account.blocked:
                _must_leave_an_admin(await self._accounts.other_admins(connection, id))
            await self._accounts.set_roles(connection, id, roles)

    async def set_blocked(self, id: UUID, blocked: bool) -> None:
        """Keep the account out, ending its sessions, or let it in again. Raises NotFound, and Conflict where no
        admin could log in afterwards."""
        async with self._engine.begin() as connection:
            await self._accounts.one_at_a_time(connection)
            account = _credentialed(await self._accounts.by_id(connection, id, lock=True))
            if blocked and ADMIN in account.roles and not account.blocked:
                _must_leave_an_admin(await self._accounts.other_admins(connection, id))
            await self._accounts.set_blocked(connection, id, blocked)
            if blocked:
                await sessions.end_all(connection, id, "blocked")

    async def give_credential(self, id: UUID, password: SecretStr, roles: frozenset[str]) -> None:
        """Let an account that was made without a password log in."""
        hashed = await self._passwords.hash(password)
        async with self._engine.begin() as connection:
            await self._accounts.add(connection, id, hashed, roles)

    def _access(self, principal: Principal) -> str:
        return self.keys.sign(principal, self.name, ACCESS_LIFETIME)


def _credentialed(account: Account | None) -> Account:
    if account is None:
        raise NotFound("there is no such account")
    if account.password is None:
        raise Conflict("this account has no password and cannot log in")
    return account


def _must_leave_an_admin(others: int) -> None:
    if others == 0:
        raise Conflict("this is the last admin: make another one first")


async def _counted(attempts: Attempts) -> None:
    try:
        await attempts.count()
    except LimitedError as limited:
        raise TooManyRequests("too many attempts: wait a little", retry_after=limited.seconds) from None


def _id_of(row: SQLModel) -> UUID:
    id: UUID = row.__dict__["id"]
    return id
