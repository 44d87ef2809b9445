"""What an access token says. Wire version 1: names and meanings here are read by services of other versions."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from plano_kit.auth.principal import Principal
from plano_kit.problems import Unauthorized

ALGORITHM = "ES256"
LEEWAY = 5.0
"""Seconds by which the clocks of two machines may differ."""


class Claims(BaseModel):
    """The claims of a verified token; times are Unix seconds. Unknown claims are ignored, so that more may come."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    iss: str
    aud: str
    sub: str
    kind: Literal["user", "service"]
    roles: list[str]
    jti: str
    iat: int
    exp: int

    @classmethod
    def read(cls, payload: object) -> Claims:
        """Claims out of a decoded payload. Raises Unauthorized where one is missing or of another type."""
        try:
            return cls.model_validate(payload)
        except ValidationError:
            raise Unauthorized("this access token does not hold the claims that it must") from None

    def principal(self) -> Principal:
        """Whom the token speaks for. Raises Unauthorized for a person whose `sub` is not a UUID."""
        if self.kind == "service":
            return Principal.service(self.sub)
        try:
            return Principal.user(UUID(self.sub), frozenset(self.roles))
        except ValueError:
            raise Unauthorized("this access token does not hold the claims that it must") from None
