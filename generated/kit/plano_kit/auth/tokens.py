"""The check of access tokens, the same in every service of a platform."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import jwt

from plano_kit.auth.claims import ALGORITHM, LEEWAY, Claims
from plano_kit.auth.jwks import KeySource
from plano_kit.auth.principal import ANONYMOUS, Identity, Principal
from plano_kit.problems import Unauthorized

ON_BEHALF_OF = "Plano-On-Behalf-Of"
"""The header that carries a person's token beside the calling service's own."""
REMEMBERED = 4096
"""How many checked tokens a process remembers, since a signature costs more than the rest of a small request."""
REMEMBERED_FOR = 60.0
"""Seconds after which a remembered token is checked again, and with it whether its key still counts."""
LONGEST = 8192
"""Bytes of the longest token that is looked at."""
REQUIRED = ("iss", "aud", "sub", "kind", "roles", "jti", "iat", "exp")


@dataclass(frozen=True, slots=True)
class _Checked:
    principal: Principal
    until: float
    generation: int


class TokenVerifier:
    """Checks tokens of one issuer, `<platform>-<environment>`, which is their audience too."""

    def __init__(self, issuer: str, keys: KeySource) -> None:
        self._issuer = issuer
        self._keys = keys
        self._checked: OrderedDict[str, _Checked] = OrderedDict()

    async def identify(self, headers: Mapping[str, str]) -> Identity:
        """Whom the `Authorization` and `Plano-On-Behalf-Of` headers prove; ANONYMOUS without either.

        `headers` must compare names without case. Raises Unauthorized for a token that does not hold, and for a
        person's token in the place of a service's or the other way round; Unavailable while no keys are known.
        """
        bearer = headers.get("Authorization")
        behalf = headers.get(ON_BEHALF_OF)
        if bearer is None:
            if behalf is not None:
                raise Unauthorized(f"{ON_BEHALF_OF} counts only beside a service's own token")
            return ANONYMOUS
        scheme, _, token = bearer.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorized("this needs a bearer token")
        principal = await self.verify(token.strip())
        if principal.kind == "user":
            if behalf is not None:
                raise Unauthorized(f"{ON_BEHALF_OF} counts only beside a service's own token")
            return Identity(person=principal, token=token.strip())
        if behalf is None:
            return Identity(service=principal)
        person = await self.verify(behalf)
        if person.kind != "user":
            raise Unauthorized(f"{ON_BEHALF_OF} must hold a person's token")
        return Identity(service=principal, person=person, token=behalf)

    async def verify(self, token: str) -> Principal:
        """The principal that the token speaks for.

        The algorithm is ES256 whatever the token says; issuer, audience and times are checked. Raises Unauthorized
        where anything is wrong with it, Unavailable while no keys are known.
        """
        known = self._checked.get(token)
        if known is not None and known.generation == self._keys.generation and time.time() < known.until:
            self._checked.move_to_end(token)
            return known.principal
        claims = await self._read(token)
        principal = claims.principal()
        until = min(claims.exp + LEEWAY, time.time() + REMEMBERED_FOR)
        self._checked[token] = _Checked(principal, until, self._keys.generation)
        while len(self._checked) > REMEMBERED:
            self._checked.popitem(last=False)
        return principal

    async def _read(self, token: str) -> Claims:
        if len(token) > LONGEST:
            raise Unauthorized("this access token is not valid")
        try:
            header = jwt.get_unverified_header(token)
            kid = header.get("kid")
            if header.get("alg") != ALGORITHM or not isinstance(kid, str):
                raise Unauthorized("this access token is not valid")
            key = await self._keys.find(kid)
            if key is None:
                raise Unauthorized("this access token is signed with a key that its issuer does not know")
            payload = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._issuer,
                leeway=LEEWAY,
                options={"require": list(REQUIRED), "strict_aud": True},
            )
        except jwt.ExpiredSignatureError:
            raise Unauthorized("this access token has expired") from None
        except jwt.PyJWTError:
            raise Unauthorized("this access token is not valid") from None
        return Claims.read(payload)
